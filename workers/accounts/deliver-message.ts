import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { isEmail } from '#domain/accounts/contacts'
import type { Drivers } from '../job.ts'
import { type Message, renderMessage } from './messages/render-message.ts'

type Gateways = Pick<Drivers, 'mail' | 'sms' | 'mailbox'>

/**
 * Sends a message by mail, or by SMS to a phone, if there is a gateway for it. Returns false where there is none: the
 * message belongs in the mailbox. A repetition carries the same Message-ID.
 */
export async function deliverMessage(message: Message | null, { mail, sms, mailbox }: Gateways): Promise<boolean> {
  if (message === null) return true
  const { messageId, to, subject, short } = message
  if (isEmail(to) && mail) {
    await mail.send({ messageId, to, subject, ...renderMessage(message) })
    return true
  }
  if (!isEmail(to) && sms) {
    await sms.send({ id: messageId.replace(/@.*/, ''), to, text: short })
    return true
  }
  // A message that nobody is shown must not be stored: it may contain a code.
  if (!mailbox) throw new Error('There is no gateway for text messages, and no mailbox')
  return false
}

/** Puts a message that was not sent into the mailbox. */
export async function keepMessage(message: Message | null, { em }: WriteContext, sent: boolean) {
  if (message === null || sent) return
  const { messageId: id, to: recipient, subject, short } = message
  const kept = isEmail(recipient)
    ? { channel: 'email' as const, subject, ...renderMessage(message) }
    : { channel: 'sms' as const, subject: '', text: short, html: '' }
  await db(em)
    .insertInto('Mail')
    .values({ id, recipient, ...kept })
    .onConflict(mail => mail.doNothing())
    .execute()
}
