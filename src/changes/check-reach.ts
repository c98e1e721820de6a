import type { Reading } from '#core/context'
import { invalid } from '#core/refusal'
import { isEmail } from './contacts.ts'

/** Refuses a phone number where no text message can be sent: its code would never come. */
export function checkReach({ canText }: Pick<Reading, 'canText'>, contact: string, field = 'contact') {
  if (isEmail(contact) || canText) return
  throw invalid({ [field]: 'must be an email address: this server sends no text messages' })
}
