import { invalid } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { publishNotificationsAgain } from '#domain/notifications/publish-again'
import { requireUser } from '#domain/users/require-user'

export const muteUser = plain('users.mute', async function muteUser({ username }, ctx) {
  const { em, viewer } = ctx
  const other = await requireUser(ctx, username)
  if (other.id === viewer.id) throw invalid({ username: 'is your own: nobody mutes themselves' })
  const muted = await db(em)
    .insertInto('Mute')
    .values({ muterId: viewer.id, mutedId: other.id })
    .onConflict(conflict => conflict.doNothing())
    .returning('mutedId')
    .executeTakeFirst()
  if (muted) await publishNotificationsAgain(ctx, viewer.id, muted.mutedId)
  return {}
})
