import { blocks, canSee } from '#access/users'
import { invalid, notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { publishConversationsAgain, publishNotificationsAgain } from '#domain/notifications/publish-again'
import { cutTies } from '#domain/users/cut-ties'
import { lockUsers } from '#domain/users/lock-users'
import { userByName } from '#domain/users/require-user'
import { Block } from '#entities'

export const blockUser = plain('users.block', async function blockUser({ username }, ctx) {
  const { em, viewer } = ctx
  const other = await userByName(em, username).executeTakeFirst()
  if (!other) throw notFound('user')
  if (other.id === viewer.id) throw invalid({ username: 'is your own: nobody blocks themselves' })
  const both = [viewer.id, other.id]
  await lockUsers(em, both)
  const relation = await db(em)
    .selectFrom('User')
    .select([blocks(viewer.id, other.id).as('isBlocked'), canSee(viewer.id).as('isVisible')])
    .where('User.id', '=', other.id)
    .executeTakeFirst()
  if (relation?.isBlocked) return {}
  if (!relation?.isVisible) throw notFound('user')

  await publishNotificationsAgain(ctx, viewer.id, other.id)
  await publishNotificationsAgain(ctx, other.id, viewer.id)
  await publishConversationsAgain(ctx, both, viewer.id, other.id)
  await em.insert(Block, { blockerId: viewer.id, blockedId: other.id })
  const followers = await cutTies(ctx, viewer.id, other.id)
  // The viewer's own devices in any case; the other's where they have lost something.
  ctx.publish('follow.changed', { users: [viewer.id] }, { userId: other.id, relation: 'none' })
  if (followers.includes(other.id)) {
    ctx.publish('follow.changed', { users: [other.id] }, { userId: viewer.id, relation: 'none' })
  }
  return {}
})
