import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { isEmail } from '#domain/accounts/contacts'
import type { Drivers } from '../job.ts'
import { type Message, renderMessage } from './messages/render-message.ts'

type Gateways = Pick<Drivers, 'mail' | 'sms' | 'mailbox'>

/**
 * Sends a letter by mail, or by text message to a phone, where there is a gateway for it; answers whether it did, or
 * else the letter is for the mailbox. A repetition carries the same Message-ID.
 */
export async function deliverMessage(letter: Message | null, { mail, sms, mailbox }: Gateways): Promise<boolean> {
  if (letter === null) return true
  const { messageId, to, subject, short } = letter
  if (isEmail(to) && mail) {
    await mail.send({ messageId, to, subject, ...renderMessage(letter) })
    return true
  }
  if (!isEmail(to) && sms) {
    await sms.send({ id: messageId.replace(/@.*/, ''), to, text: short })
    return true
  }
  // What nobody is shown must not lie in a table: it may be a code.
  if (!mailbox) throw new Error('There is no gateway for text messages, and no mailbox')
  return false
}

/** Puts a letter that was not sent into the mailbox. */
export async function keepMessage(letter: Message | null, ctx: WriteContext, sent: boolean) {
  if (letter === null || sent) return
  const { messageId, to, subject, short } = letter
  const mailed = isEmail(to) ? { channel: 'email', subject, ...renderMessage(letter) } : null
  const kept = mailed ?? { channel: 'sms', subject: '', text: short, html: '' }
  await rows(
    ctx.em,
    sql`insert into mail (id, channel, recipient, subject, text, html)
      values (${messageId}, ${kept.channel}, ${to}, ${kept.subject}, ${kept.text}, ${kept.html})
      on conflict do nothing`,
  )
}
