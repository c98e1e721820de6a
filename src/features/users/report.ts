import { blocks, knows } from '#access/apart'
import type { InputOf } from '#contract'
import type { Context } from '#core/pipeline/context'
import { ApiError, invalid } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { viewComments } from '#views/comments'
import { viewMessages } from '#views/messages'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

type Reporting = InputOf<'users.report'>

export const report = creating('users.report', {
  async make({ kind, id, reason, note }, ctx) {
    const ownerId = await ownerOfSeen(kind, id, ctx)
    if (ownerId === null) throw new ApiError('not_found', `There is no such ${kind}.`)
    if (ownerId === ctx.viewer.id) throw invalid({ id: 'is your own' })
    // One that is open already is the answer.
    const made = (await row<{ id: string }>(
      ctx.em,
      sql`insert into report (reporter_id, kind, target_id, reason, note)
        values (${ctx.viewer.id}, ${kind}, ${id}, ${reason}, ${note})
        on conflict (reporter_id, target_id) where status = 'open' do update set target_id = excluded.target_id
        returning id`,
    )) as { id: string }
    return { reportId: made.id }
  },

  async view({ reportId }, { em, viewer }) {
    const made = await row<{ id: string; status: 'open' | 'resolved' }>(
      em,
      sql`select id, status from report where id = ${reportId} and reporter_id = ${viewer.id}`,
    )
    if (made === null) throw new ApiError('gone', 'What this request made has been deleted since.')
    return made
  },
})

/** Whose it is, if the reporter can see it. */
async function ownerOfSeen(kind: Reporting['kind'], id: string, ctx: Context<'users.report'>) {
  const wanted = seenBy(ctx.viewer.id, [id])
  if (kind === 'post') return (await viewPosts(ctx, wanted))[0]?.author.id ?? null
  if (kind === 'comment') return (await viewComments(ctx, wanted))[0]?.author.id ?? null
  if (kind === 'message') return (await viewMessages(ctx, wanted))[0]?.sender.id ?? null
  const viewer = sql`${ctx.viewer.id}::uuid`
  // Whoever has blocked somebody first may still report them.
  const person = await row<{ id: string }>(
    ctx.em,
    sql`select id from users where id = ${id} and (${knows(viewer)}
      or users.status = 'active' and users.stage = 'done' and ${blocks(viewer, sql`users.id`)})`,
  )
  return person?.id ?? null
}
