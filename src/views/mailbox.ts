import type { EntityManager } from '@mikro-orm/postgresql'
import { iso } from '#database/statement'
import { Mail } from '#entities'

/** The newest letters of the mailbox. */
export async function viewMailbox(em: EntityManager) {
  const letters = await em.find(Mail, {}, { orderBy: { at: 'desc', id: 'desc' }, limit: 200, disableIdentityMap: true })
  return letters.map(({ id, channel, recipient, subject, text, html, at }) => {
    return { id, channel, to: recipient, subject, text, html, at: iso(at) }
  })
}
