import { ApiError, invalid, tooMany } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { newRecoveryCodes, recoveryHash, stepOf } from '#domain/accounts/second-factor'
import { notifySecurity } from '#domain/accounts/security-notice'

const limit = { points: 10, seconds: 15 * 60, shared: true }

export const confirmTotp = prepared('auth.totpConfirm', {
  async prepare(_, { limiter, viewer }) {
    const state = await limiter.consume(`totp confirm ${viewer.id}`, limit)
    if (!state.ok) throw tooMany(state.resetSeconds)
  },

  async handle({ code }, ctx) {
    const { em, viewer, credentials } = ctx
    const begun = await row<{ secret: string }>(
      em,
      sql`select secret from totp where user_id = ${viewer.id} and confirmed_at is null
        and created_at > now() - interval '1 hour' for update`,
    )
    const secret = begun && credentials.decrypt(begun.secret)
    if (secret === null)
      throw new ApiError('conflict', 'Begin with auth.totpBegin: no authenticator waits to be confirmed.')
    const step = stepOf(secret, code)
    if (step === null) throw invalid({ code: 'is not what the authenticator shows now' })
    const recoveryCodes = newRecoveryCodes()
    const hashes = recoveryCodes.map(one => recoveryHash(credentials, one))
    await row(
      em,
      sql`update totp set confirmed_at = now(), last_step = ${step}, recovery = ${JSON.stringify(hashes)}::jsonb
        where user_id = ${viewer.id}`,
    )
    await notifySecurity(ctx, viewer.id, 'totp_enabled', ctx.from)
    return { recoveryCodes }
  },
})
