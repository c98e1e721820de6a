import { row, sql } from '#entities/query'
import { job } from './job.ts'
import { type CodePurpose, codeLetter } from './letters/code-letter.ts'
import { keepLetter, sendLetter } from './letters.ts'

export const sendCode = job('code.send', {
  async prepare({ codeId }, ctx) {
    const code = await row<{ contact: string; purpose: CodePurpose }>(
      ctx.em,
      // One of nobody was asked for an address that is no account's: it is not told.
      sql`select contact, purpose from code
        where id = ${codeId} and user_id is not null and used_at is null and expires_at > now()`,
    )
    const letter = code && {
      messageId: `code-${codeId}@heliograph`,
      to: code.contact,
      ...codeLetter(code.purpose, ctx.credentials.codeDigits(codeId)),
    }
    return { letter, sent: await sendLetter(letter, ctx) }
  },
  handle: (_, ctx, { letter, sent }) => keepLetter(letter, ctx, sent),
})
