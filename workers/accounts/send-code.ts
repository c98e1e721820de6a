import { db, now } from '#database'
import { job, type Ready } from '../job.ts'
import { deliverMessage, keepMessage } from './deliver-message.ts'
import { codeMessage } from './messages/code-message.ts'

export const sendCode = job('code.send', {
  async prepare({ codeId }, ctx) {
    const message = await messageOf(codeId, ctx)
    return { message, sent: await deliverMessage(message, ctx) }
  },
  handle: (_, ctx, { message, sent }) => keepMessage(message, ctx, sent),
})

/** Null for a code that is no longer good, and for one of no account: that was requested for an address of no account. */
async function messageOf(codeId: string, ctx: Ready) {
  const code = await db(ctx.em)
    .selectFrom('Code')
    .select(eb => [eb.fn.coalesce('contactGiven', 'contact').as('contact'), 'purpose'])
    .where('id', '=', codeId)
    .where('userId', 'is not', null)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  if (!code) return null
  const digits = ctx.credentials.codeDigits(codeId)
  const link = code.purpose === 'reset' ? resetLink(code.contact, codeId, ctx) : null
  return { messageId: `code-${codeId}@heliograph`, to: code.contact, ...codeMessage(code.purpose, digits, link) }
}

/** Where a new password is set without the digits. After the #, so that no server logs it and no referrer contains it. */
const resetLink = (contact: string, codeId: string, { publicUrl, credentials }: Ready) =>
  `${publicUrl}/forgot-password#${new URLSearchParams({ contact, code: credentials.codeKey(codeId) })}`
