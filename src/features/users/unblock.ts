import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { publishConversationsAgain, publishNotificationsAgain } from '#domain/notifications/publish-again'
import { requireUser, userByName } from '#domain/users/require-user'

export const unblockUser = plain('users.unblock', async function unblockUser({ username }, ctx) {
  const { em, viewer } = ctx
  const unblocked = await db(em)
    .deleteFrom('Block')
    .where('blockerId', '=', viewer.id)
    .where('blockedId', '=', userByName(em, username))
    .returning('blockedId')
    .executeTakeFirst()
  if (!unblocked) {
    await requireUser(ctx, username)
    return {}
  }
  // The other user gets no event: they see the viewer again when they load.
  await publishNotificationsAgain(ctx, viewer.id, unblocked.blockedId)
  await publishConversationsAgain(ctx, [viewer.id], viewer.id, unblocked.blockedId)
  return {}
})
