import { ApiError, invalid } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { addressOf } from '#domain/accounts/contacts'
import { lockAccount } from '#domain/accounts/move-stage'
import { checkOwnPassword, lockWithPassword } from '#domain/accounts/own-password'
import { notifySecurity } from '#domain/accounts/security-notice'
import { voidCodes } from '#domain/accounts/spend-code'

export const removeContact = prepared('auth.removeContact', {
  prepare: ({ currentPassword }, ctx) => checkOwnPassword(ctx, currentPassword),

  async handle({ contact }, ctx, checkedHash) {
    const { em, viewer } = ctx
    const address = addressOf(contact)
    await lockWithPassword(em, viewer.id, checkedHash)
    const { email, phone, mailbox } = await lockAccount(em, viewer)
    if (address !== email && address !== phone) throw invalid({ contact: 'is no address of your account' })
    if (email === null || phone === null) throw new ApiError('conflict', 'This is the only address of your account.')
    await row(
      em,
      sql`update users set email = nullif(email, ${address}),
        email_given = case when email <> ${address} then email_given end, phone = nullif(phone, ${address}) where id = ${viewer.id}`,
    )
    // A code that went there must not set the password.
    await voidCodes(em, viewer.id)
    await notifySecurity(ctx, viewer.id, 'contact_changed', ctx.from, { to: address === email ? mailbox : address })
    return {}
  },
})
