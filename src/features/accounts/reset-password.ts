import { commitThen } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { checkNewPassword } from '#domain/accounts/check-password'
import { addressOf } from '#domain/accounts/contacts'
import { lockOwner } from '#domain/accounts/find-owner'
import { setPassword } from '#domain/accounts/set-password'
import { noLonger, spendCode } from '#domain/accounts/spend-code'

export const resetPassword = prepared('auth.resetPassword', {
  async prepare({ contact, newPassword }, { credentials }) {
    const address = addressOf(contact)
    checkNewPassword(newPassword, { contact: address }, 'newPassword')
    return { address, passwordHash: await credentials.hashPassword(newPassword) }
  },

  async handle({ code, newPassword }, ctx, { address, passwordHash }) {
    const owner = await lockOwner(ctx.em, address)
    const whose = { userId: owner?.id ?? null, purpose: 'reset', contact: address } as const
    await spendCode(ctx, whose, code)
    if (!owner) throw commitThen(noLonger())
    // Only now, since it reveals their names. The error rolls back, so that the code stays good for a better password.
    checkNewPassword(newPassword, { ...owner, contact: address }, 'newPassword')
    await setPassword(ctx, owner.id, passwordHash, null)
    return {}
  },
})
