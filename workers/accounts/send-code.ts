import { row, sql } from '#database/statement'
import { job, type Ready } from '../job.ts'
import { deliverMessage, keepMessage } from './deliver-message.ts'
import { type CodePurpose, codeMessage } from './messages/code-message.ts'

type Code = { contact: string; purpose: CodePurpose }

export const sendCode = job('code.send', {
  async prepare({ codeId }, ctx) {
    const code = await row<Code>(
      ctx.em,
      // One of nobody was asked for an address that is no account's: it is not told.
      sql`select coalesce(contact_given, contact) as contact, purpose from code
        where id = ${codeId} and user_id is not null and used_at is null and expires_at > now()`,
    )
    const letter = code && {
      messageId: `code-${codeId}@heliograph`,
      to: code.contact,
      ...codeMessage(code.purpose, ctx.credentials.codeDigits(codeId), linkOf(code, codeId, ctx)),
    }
    return { letter, sent: await deliverMessage(letter, ctx) }
  },
  handle: (_, ctx, { letter, sent }) => keepMessage(letter, ctx, sent),
})

/** Where a new password is set without the digits. After the #, so that it is in no server's log and no referrer. */
function linkOf(
  { purpose, contact }: Code,
  codeId: string,
  { publicUrl, credentials }: Pick<Ready, 'publicUrl' | 'credentials'>,
) {
  if (purpose !== 'reset') return null
  return `${publicUrl}/forgot-password#${new URLSearchParams({ contact, code: credentials.codeKey(codeId) })}`
}
