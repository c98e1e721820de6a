import { blocks, knows } from '#access/apart'
import { ApiError, invalid } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, rows, sql } from '#database/statement'
import { publishConversationsAgain, publishNotificationsAgain } from '#domain/notifications/publish-again'
import { cutTies } from '#domain/users/cut-ties'

export const block = plain('users.block', async ({ username }, ctx) => {
  const { em, viewer } = ctx
  const other = await row<{ id: string }>(em, sql`select id from users where username = ${username.toLowerCase()}`)
  if (other?.id === viewer.id) throw invalid({ username: 'is your own: nobody blocks themselves' })
  if (other === null) throw missing()
  const both = [viewer.id, other.id]
  await rows(em, sql`select id from users where id = any(${both}::uuid[]) order by id for no key update`)
  const me = sql`${viewer.id}::uuid`
  const standing = await row<{ known: boolean; blocked: boolean }>(
    em,
    sql`select ${knows(me)} as known, ${blocks(me, sql`users.id`)} as blocked from users where id = ${other.id}`,
  )
  if (standing?.blocked) return {}
  if (!standing?.known) throw missing()

  await publishNotificationsAgain(ctx, viewer.id, other.id)
  await publishNotificationsAgain(ctx, other.id, viewer.id)
  await publishConversationsAgain(ctx, both, viewer.id, other.id)
  await rows(em, sql`insert into block (blocker_id, blocked_id) values (${viewer.id}, ${other.id})`)
  const followers = await cutTies(ctx, viewer.id, other.id)
  // One's own devices in any case; the other's where they have lost something.
  ctx.publish('follow.changed', { users: [viewer.id] }, { userId: other.id, relation: 'none' })
  if (followers.includes(other.id)) {
    ctx.publish('follow.changed', { users: [other.id] }, { userId: viewer.id, relation: 'none' })
  }
  return {}
})

const missing = () => new ApiError('not_found', 'There is nobody of that name.')
