import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { publishNotificationsAgain } from '#domain/notifications/publish-again'
import { requireUser, userByName } from '#domain/users/require-user'

export const unmuteUser = plain('users.unmute', async function unmuteUser({ username }, ctx) {
  const { em, viewer } = ctx
  const unmuted = await db(em)
    .deleteFrom('Mute')
    .where('muterId', '=', viewer.id)
    .where('mutedId', '=', userByName(em, username))
    .returning('mutedId')
    .executeTakeFirst()
  if (unmuted) await publishNotificationsAgain(ctx, viewer.id, unmuted.mutedId)
  else await requireUser(ctx, username)
  return {}
})
