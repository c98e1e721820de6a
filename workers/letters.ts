import type { Writing } from '#core/context'
import { rows, sql } from '#entities/query'
import type { Drivers } from './job.ts'

export type Letter = { messageId: string; to: string; subject: string; lines: string[] }

/** Sends a letter where a mail server is set. A repetition carries the same Message-ID. */
export async function sendLetter(letter: Letter | null, { mail }: Drivers) {
  if (letter && mail && isEmail(letter.to)) await mail.send({ ...letter, ...bodies(letter) })
}

/** Puts a letter into the mailbox where no mail server is set; text messages always, there being no gateway for them. */
export async function keepLetter(letter: Letter | null, ctx: Writing, sent: boolean) {
  if (letter === null || (sent && isEmail(letter.to))) return
  const { text, html } = bodies(letter)
  const channel = isEmail(letter.to) ? 'email' : 'sms'
  await rows(
    ctx.em,
    sql`insert into mail (id, channel, recipient, subject, text, html) values (${letter.messageId}, ${channel},
      ${letter.to}, ${channel === 'email' ? letter.subject : ''}, ${text}, ${channel === 'email' ? html : ''})
      on conflict do nothing`,
  )
}

const isEmail = (to: string) => to.includes('@')

const bodies = ({ subject, lines }: Letter) => ({
  text: lines.join('\n\n'),
  html: `<!doctype html><html lang="en"><body style="font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto">
<h1 style="font-size:1.25rem">${escapeHtml(subject)}</h1>${lines.map(line => `<p>${escapeHtml(line)}</p>`).join('')}</body></html>`,
})

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, character => entities[character] ?? '')
