import { ApiError, tooMany } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { checkOwnPassword, lockWithPassword } from '#domain/accounts/own-password'
import { codeTries, spendSecondFactor } from '#domain/accounts/second-factor'
import { notifySecurity } from '#domain/accounts/security-notice'
import { Totp } from '#entities'

export const disableTotp = prepared('auth.totpDisable', {
  async prepare({ currentPassword }, ctx) {
    const checkedHash = await checkOwnPassword(ctx, currentPassword)
    const state = await ctx.limiter.consume(`totp disable ${ctx.viewer.id}`, codeTries)
    if (!state.ok) throw tooMany(state.resetSeconds)
    return checkedHash
  },

  async handle({ totp }, ctx, checkedHash) {
    const { em, viewer } = ctx
    await lockWithPassword(em, viewer.id, checkedHash)
    const factor = await spendSecondFactor(ctx, viewer.id, totp)
    if (factor === 'none') throw new ApiError('conflict', 'The account has no authenticator.')
    if (factor !== 'right') {
      throw new ApiError('forbidden', `The code of the authenticator is ${factor}.`, {
        fields: { totp: `is ${factor}` },
      })
    }
    await em.nativeDelete(Totp, { userId: viewer.id })
    await notifySecurity(ctx, viewer.id, 'totp_disabled', ctx.from)
    return {}
  },
})
