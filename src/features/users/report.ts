import { blocks, canSee } from '#access/users'
import type { InputOf } from '#contract'
import type { Context } from '#core/pipeline/context'
import { invalid, notFound, resultGone } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { db, literal } from '#database'
import { viewComments } from '#views/comments'
import { viewMessages } from '#views/messages'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

type Kind = InputOf<'users.report'>['kind']

export const report = creating('users.report', {
  async make({ kind, id, reason, note }, ctx) {
    const ownerId = await ownerOfVisible(kind, id, ctx)
    if (ownerId === null) throw notFound(kind)
    if (ownerId === ctx.viewer.id) throw invalid({ id: 'is your own' })
    // A report that is open already is returned as it is.
    const made = await db(ctx.em)
      .insertInto('Report')
      .values({ reporterId: ctx.viewer.id, kind, targetId: id, reason, note })
      .onConflict(conflict =>
        conflict
          .columns(['reporterId', 'targetId'])
          .where('status', '=', literal('open'))
          .doUpdateSet(eb => ({ targetId: eb.ref('excluded.targetId') })),
      )
      .returning('id')
      .executeTakeFirstOrThrow()
    return { reportId: made.id }
  },

  async view({ reportId }, { em, viewer }) {
    const made = await db(em)
      .selectFrom('Report')
      .select(['id', 'status'])
      .where('id', '=', reportId)
      .where('reporterId', '=', viewer.id)
      .executeTakeFirst()
    if (!made) throw resultGone()
    return made
  },
})

/** The id of the owner, if the reporter can see the thing; null otherwise. */
async function ownerOfVisible(kind: Kind, id: string, ctx: Context<'users.report'>) {
  const wanted = seenBy(ctx.viewer.id, [id])
  if (kind === 'post') return (await viewPosts(ctx, wanted))[0]?.author.id ?? null
  if (kind === 'comment') return (await viewComments(ctx, wanted))[0]?.author.id ?? null
  if (kind === 'message') return (await viewMessages(ctx, wanted))[0]?.sender.id ?? null
  // Users may report those whom they have blocked.
  const person = await db(ctx.em)
    .selectFrom('User')
    .select('User.id')
    .where('User.id', '=', id)
    .where('User.status', '=', 'active')
    .where('User.stage', '=', 'done')
    .where(eb => eb.or([canSee(ctx.viewer.id), blocks(ctx.viewer.id, id)]))
    .executeTakeFirst()
  return person?.id ?? null
}
