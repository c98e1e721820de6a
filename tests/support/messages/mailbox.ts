import type { TestApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { ask } from '#support/transports/http'

/** A mail, or a text message, which has no subject. */
export type SentMessage = { id: string; channel: string; to: string; subject: string; text: string; html: string }

/** The messages to an address so far, newest first. */
export const messagesTo = async (app: TestApp, contact: string) =>
  ((await ask(app, 'GET', '/dev/mailbox.json')).body.items as SentMessage[]).filter(({ to }) => to === contact)

/** Waits for a message to an address, by its subject or by what it must match. */
export async function messageTo(
  app: TestApp,
  contact: string,
  wanted: string | ((message: SentMessage) => boolean) = () => true,
): Promise<SentMessage> {
  const matches = typeof wanted === 'string' ? ({ subject }: SentMessage) => subject === wanted : wanted
  const messages = await until(
    () => messagesTo(app, contact),
    found => found.some(matches),
    10_000,
  )
  return messages.find(matches) as SentMessage
}

/** The messages to an address when no job of a message is waiting: for tests that expect none. */
export async function allMessagesTo(app: TestApp, contact: string) {
  await until(
    () => app.query(`select id from task where job in ('code.send', 'account.warn', 'account.notify')`),
    waiting => waiting.length === 0,
  )
  return messagesTo(app, contact)
}
