import type { Reading } from '#core/context'
import { invalid } from '#core/refusal'

/** Refuses a phone number where no text message can be sent: its code would never come. */
export function checkReach({ canText }: Pick<Reading, 'canText'>, contact: string, field = 'contact') {
  if (contact.includes('@') || canText) return
  throw invalid({ [field]: 'must be an email address: this server sends no text messages' })
}
