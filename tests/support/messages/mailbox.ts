import type { TestApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { ask } from '#support/transports/http'

export type Letter = { channel: string; to: string; subject: string; text: string; html: string }

/** What has been written to an address, the newest first. */
export const lettersTo = async (app: TestApp, contact: string) =>
  ((await ask(app, 'GET', '/dev/mailbox.json')).body.items as Letter[]).filter(letter => letter.to === contact)

/** Waits for a letter to an address. */
export async function letterTo(app: TestApp, contact: string, matches: (letter: Letter) => boolean = () => true) {
  const letters = await until(
    () => lettersTo(app, contact),
    found => found.some(matches),
  )
  return letters.find(matches) as Letter
}

/** The letters to an address once no job of a letter waits any longer: for what is not to be sent. */
export async function allLettersTo(app: TestApp, contact: string) {
  await until(
    () => app.query(`select id from task where job in ('code.send', 'account.warn', 'account.notify')`),
    waiting => waiting.length === 0,
  )
  return lettersTo(app, contact)
}
