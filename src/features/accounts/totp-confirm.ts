import { ApiError, invalid, tooMany } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { ago, db, now } from '#database'
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
    const begun = await db(em)
      .selectFrom('Totp')
      .select('secret')
      .where('userId', '=', viewer.id)
      .where('confirmedAt', 'is', null)
      .where('createdAt', '>', ago('1 hour'))
      .forUpdate()
      .executeTakeFirst()
    const secret = begun ? credentials.decrypt(begun.secret) : null
    if (secret === null)
      throw new ApiError('conflict', 'No authenticator is waiting to be confirmed: begin with auth.totpBegin.')
    const step = stepOf(secret, code)
    if (step === null) throw invalid({ code: 'is not what the authenticator shows now' })
    const recoveryCodes = newRecoveryCodes()
    const recovery = recoveryCodes.map(recoveryCode => recoveryHash(credentials, recoveryCode))
    await db(em)
      .updateTable('Totp')
      .set({ confirmedAt: now, lastStep: step, recovery })
      .where('userId', '=', viewer.id)
      .execute()
    await notifySecurity(ctx, viewer.id, 'totp_enabled', ctx.from)
    return { recoveryCodes }
  },
})
