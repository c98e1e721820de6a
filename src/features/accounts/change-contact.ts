import { invalid } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { checkReach } from '#domain/accounts/check-reach'
import { addressOf, givenSpelling } from '#domain/accounts/contacts'
import { lockAccount } from '#domain/accounts/move-stage'
import { checkOwnPassword, lockWithPassword } from '#domain/accounts/own-password'
import { sendCode } from '#domain/accounts/send-code'

export const changeContact = prepared('auth.changeContact', {
  async prepare({ currentPassword, contact }, ctx) {
    const checkedHash = await checkOwnPassword(ctx, currentPassword)
    const address = addressOf(contact)
    await checkReach(ctx, address)
    return { address, checkedHash }
  },

  async handle({ contact }, ctx, { address, checkedHash }) {
    const { em, viewer } = ctx
    await lockWithPassword(em, viewer.id, checkedHash)
    const { email, phone } = await lockAccount(em, viewer)
    if (address === email || address === phone) throw invalid({ contact: 'is your address already' })
    const given = givenSpelling(contact, address)
    await sendCode(ctx, { userId: viewer.id, purpose: 'contact', contact: address, given })
    return {}
  },
})
