import { checkReach } from '#changes/check-reach'
import { lockAccount } from '#changes/move-stage'
import { sendCode } from '#changes/send-code'
import { pendingContact } from '#changes/spend-code'
import { handle } from '#core/handler'
import { refuse } from '#core/refusal'

export const resendCode = handle('auth.resendCode', async (_, ctx) => {
  const { id, stage, contact } = await lockAccount(ctx.em, ctx.viewer)
  if (stage === 'code') {
    await checkReach(ctx, contact)
    await sendCode(ctx, { userId: id, purpose: 'sign-up', contact })
    return {}
  }
  const pending = stage === 'done' ? await pendingContact(ctx.em, id) : null
  if (pending === null) return refuse('conflict', 'There is no address to prove.')
  await checkReach(ctx, pending)
  await sendCode(ctx, { userId: id, purpose: 'contact', contact: pending })
  return {}
})
