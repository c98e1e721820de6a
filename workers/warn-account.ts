import { row, sql } from '#entities/query'
import { job } from './job.ts'
import { keepLetter, type Letter, sendLetter } from './letters.ts'

export const warnAccount = job('account.warn', {
  async prepare({ userId }, ctx) {
    const owner = await row<{ contact: string; hour: string }>(
      ctx.em,
      sql`select coalesce(email, phone) as contact, to_char(now(), 'YYYYMMDDHH24') as hour from users
        where id = ${userId} and status = 'active'`,
    )
    const letter: Letter | null = owner && {
      messageId: `warn-${userId}-${owner.hour}@heliograph`,
      to: owner.contact,
      subject: 'Somebody tried to sign up with your address',
      lines: [
        'Somebody tried to make a Heliograph account with this address, which is yours already. They were given nothing.',
        'If it was you: sign in instead.',
      ],
    }
    await sendLetter(letter, ctx)
    return { letter, sent: ctx.mail !== null }
  },
  handle: (_, ctx, { letter, sent }) => keepLetter(letter, ctx, sent),
})
