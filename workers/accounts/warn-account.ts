import { row, sql } from '#database/statement'
import { jobs } from '#jobs'
import { job } from '../job.ts'
import { deliverMessage, keepMessage } from './deliver-message.ts'

export const warnAccount = job('account.warn', {
  async prepare(payload, ctx) {
    const { userId, to } = payload
    // Signing in is also how a deleted account is taken back.
    const owner = await row<{ hour: string; mailbox: string | null }>(
      ctx.em,
      sql`select to_char(now(), 'YYYYMMDDHH24') as hour,
          case when email = ${to} then email_given end as mailbox from users
        where id = ${userId} and ${to} in (email, phone) and status <> 'suspended'`,
    )
    const letter = owner && {
      messageId: `${jobs['account.warn'].id(payload)}-${owner.hour}@heliograph`,
      to: owner.mailbox ?? to,
      subject: 'Somebody tried to sign up with your address',
      parts: [
        'Somebody tried to make a Heliograph account with this address, which is yours already. They were given nothing.',
        'If it was you: sign in instead.',
        { label: 'Sign in', url: `${ctx.publicUrl}/sign-in` },
      ],
      short: `Somebody tried to make a Heliograph account with your number and was given nothing. If it was you, sign in: ${ctx.publicUrl}/sign-in`,
    }
    return { letter, sent: await deliverMessage(letter, ctx) }
  },
  handle: (_, ctx, { letter, sent }) => keepMessage(letter, ctx, sent),
})
