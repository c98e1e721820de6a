import { ApiError, invalid } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { addressOf } from '#domain/accounts/contacts'
import { lockAccount } from '#domain/accounts/move-stage'
import { checkOwnPassword, lockWithPassword } from '#domain/accounts/own-password'
import { notifySecurity } from '#domain/accounts/security-notice'
import { voidCodes } from '#domain/accounts/spend-code'
import { User } from '#entities'

export const removeContact = prepared('auth.removeContact', {
  prepare: ({ currentPassword }, ctx) => checkOwnPassword(ctx, currentPassword),

  async handle({ contact }, ctx, checkedHash) {
    const { em, viewer } = ctx
    const address = addressOf(contact)
    await lockWithPassword(em, viewer.id, checkedHash)
    const { email, phone, mailbox } = await lockAccount(em, viewer)
    if (address !== email && address !== phone) throw invalid({ contact: 'is no address of your account' })
    if (email === null || phone === null) throw new ApiError('conflict', 'This is the only address of your account.')
    const removed = address === email ? { email: null, emailGiven: null } : { phone: null }
    await em.nativeUpdate(User, { id: viewer.id }, removed)
    // A code that was sent there must not set the password.
    await voidCodes(em, viewer.id)
    await notifySecurity(ctx, viewer.id, 'contact_changed', ctx.from, { to: address === email ? mailbox : address })
    return {}
  },
})
