import { plain } from '#core/pipeline/handler'
import { checkReach } from '#domain/accounts/check-reach'
import { checkPaceOf, isPaced } from '#domain/accounts/code-pace'
import { addressOf, givenSpelling } from '#domain/accounts/contacts'
import { lockOwner } from '#domain/accounts/find-owner'
import { makeCode } from '#domain/accounts/send-code'

/**
 * An address of no account is counted, and gets a code of no account and a job that sends nothing: the same work, so that
 * neither the response nor its time reveals it. An account that has had its codes at its other address gets no more.
 */
export const forgotPassword = plain('auth.forgotPassword', async function forgotPassword({ contact }, ctx) {
  const address = addressOf(contact)
  await checkReach(ctx, address)
  const owner = await lockOwner(ctx.em, address)
  await checkPaceOf(ctx.em, 'reset', address)
  const hadEnough = await isPaced(ctx.em, 'reset', owner?.id ?? null)
  const userId = hadEnough ? null : (owner?.id ?? null)
  const code = { userId, purpose: 'reset', contact: address, given: givenSpelling(contact, address) } as const
  ctx.enqueue('code.send', { codeId: await makeCode(ctx, code) })
  return {}
})
