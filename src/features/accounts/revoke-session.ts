import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db, now } from '#database'
import { forgetDevice, ownDeviceId } from '#domain/accounts/devices'
import { endSession } from '#domain/accounts/end-sessions'

/** Ends a session. The device of another session than the caller's is no longer known. */
export const revokeSession = plain('auth.revokeSession', async function revokeSession({ sessionId }, ctx) {
  const { em, viewer } = ctx
  const own = await db(em)
    .selectFrom('Session')
    .select(ownDeviceId.as('deviceId'))
    .where('id', '=', sessionId)
    .where('userId', '=', viewer.id)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  if (!own) throw notFound('session')
  await endSession(ctx, sessionId)
  if (sessionId !== viewer.sessionId) await forgetDevice(em, viewer.id, own.deviceId)
  return {}
})
