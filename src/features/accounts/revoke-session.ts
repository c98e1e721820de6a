import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { endSession, forgetDevice } from '#domain/accounts/end-sessions'

/** Ends a session. Another than the one that asks is thrown out: its device is not known any longer. */
export const revokeSession = plain('auth.revokeSession', async ({ sessionId }, ctx) => {
  const { em, viewer } = ctx
  const own = await row<{ deviceId: string }>(
    em,
    sql`select coalesce(device_id, id) as "deviceId" from session
      where id = ${sessionId} and user_id = ${viewer.id} and ended_at is null and expires_at > now()`,
  )
  if (own === null) throw new ApiError('not_found', 'You have no such session.')
  await endSession(ctx, sessionId)
  if (sessionId !== viewer.sessionId) await forgetDevice(em, viewer.id, own.deviceId)
  return {}
})
