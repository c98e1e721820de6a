import type { Context } from '#core/pipeline/context'
import { ApiError, commitThen } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { isEmail } from '#domain/accounts/contacts'
import { findSession, tokensOf } from '#domain/accounts/issue-tokens'
import { lockAccount, moveStage } from '#domain/accounts/move-stage'
import { notifySecurity } from '#domain/accounts/security-notice'
import { noLonger, pendingContact, spendCode, voidCodes } from '#domain/accounts/spend-code'
import { verifyContact } from '#domain/accounts/verify-contact'
import { viewSignedIn } from '#views/accounts'

type Account = Awaited<ReturnType<typeof lockAccount>>

/** Verifies the address of a sign-up, or a new address of a finished account. */
export const verify = plain('auth.verify', async function verify({ code }, ctx) {
  const account = await lockAccount(ctx.em, ctx.viewer)
  const tokens =
    account.stage === 'code' ? await verifyFirst(account, code, ctx) : await verifyAnother(account, code, ctx)
  return { tokens, user: await viewSignedIn(ctx, account.id, tokens.stage) }
})

async function verifyFirst({ id, contact, hasName }: Account, code: string, ctx: Context<'auth.verify'>) {
  await spendCode(ctx, { userId: id, purpose: 'sign-up', contact }, code)
  if (!(await verifyContact(ctx, id, contact))) throw commitThen(noLonger())
  return moveStage(ctx, ctx.viewer, hasName ? 'photo' : 'profile')
}

async function verifyAnother({ id, stage, ...old }: Account, code: string, ctx: Context<'auth.verify'>) {
  const contact = stage === 'done' ? await pendingContact(ctx.em, id) : null
  if (contact === null) throw new ApiError('conflict', 'No address is waiting to be verified.')
  await spendCode(ctx, { userId: id, purpose: 'contact', contact }, code)
  if (!(await verifyContact(ctx, id, contact))) throw commitThen(noLonger())
  // A code sent to the old address must not set the password of the new one's owner.
  await voidCodes(ctx.em, id)
  const replaced = isEmail(contact) ? old.mailbox : old.phone
  await notifySecurity(ctx, id, 'contact_changed', ctx.from, { to: replaced ?? old.mailbox ?? old.phone })
  return tokensOf(await findSession(ctx.em, ctx.viewer.sessionId), stage, ctx.credentials)
}
