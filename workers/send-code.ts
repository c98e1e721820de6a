import { row, sql } from '#entities/query'
import { job } from './job.ts'
import { keepLetter, type Letter, sendLetter } from './letters.ts'

export const sendCode = job('code.send', {
  async prepare({ codeId }, ctx) {
    const code = await row<{ contact: string }>(
      ctx.em,
      sql`select contact from code where id = ${codeId} and used_at is null and expires_at > now()`,
    )
    const letter: Letter | null = code && {
      messageId: `code-${codeId}@heliograph`,
      to: code.contact,
      subject: 'Your Heliograph code',
      lines: [
        `Your code is ${ctx.credentials.codeDigits(codeId)}.`,
        'It is good for ten minutes. If you did not ask for it, you need do nothing.',
      ],
    }
    await sendLetter(letter, ctx)
    return { letter, sent: ctx.mail !== null }
  },
  handle: (_, ctx, { letter, sent }) => keepLetter(letter, ctx, sent),
})
