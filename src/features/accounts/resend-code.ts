import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { checkReach } from '#domain/accounts/check-reach'
import { lockAccount } from '#domain/accounts/move-stage'
import { sendCode } from '#domain/accounts/send-code'
import { pendingContact } from '#domain/accounts/spend-code'

export const resendCode = plain('auth.resendCode', async function resendCode(_, ctx) {
  const { id, stage, contact } = await lockAccount(ctx.em, ctx.viewer)
  if (stage === 'code') {
    await checkReach(ctx, contact)
    await sendCode(ctx, { userId: id, purpose: 'sign-up', contact })
    return {}
  }
  const pending = stage === 'done' ? await pendingContact(ctx.em, id) : null
  if (pending === null) throw new ApiError('conflict', 'No address is waiting to be verified.')
  await checkReach(ctx, pending)
  await sendCode(ctx, { userId: id, purpose: 'contact', contact: pending })
  return {}
})
