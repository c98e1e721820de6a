import { checkReach } from '#changes/check-reach'
import { addressOf, givenSpelling } from '#changes/contacts'
import { lockAccount } from '#changes/move-stage'
import { checkOwnPassword, lockWithPassword } from '#changes/own-password'
import { sendCode } from '#changes/send-code'
import { prepared } from '#core/handler'
import { invalid } from '#core/refusal'

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
