import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { faultOfEmail, plainEmail } from '#contract/email'
import { invalid } from '#core/pipeline/errors'

export const isEmail = (contact: string) => contact.includes('@')

/** The column that holds an address. Verified addresses are unique there, and found by an index. */
export const contactColumn = (contact: string) => (isEmail(contact) ? 'email' : 'phone')

/** The canonical spelling of an email address or a phone number. Throws `invalid` for a number that no country has. */
export function addressOf(contact: string, field = 'contact'): string {
  const address = findAddress(contact)
  if (address === null) throw invalid({ [field]: 'is not a phone number of any country' })
  return address
}

/** An email address as its owner writes it, where its canonical spelling differs; null otherwise. */
export function givenSpelling(contact: string, address: string): string | null {
  const given = contact.toLowerCase()
  return isEmail(address) && given !== address ? given : null
}

/** The canonical spelling of any text; null where it is no address. Numbers may contain spaces, but need a country code. */
export function findAddress(text: string): string | null {
  if (isEmail(text)) return faultOfEmail(text.trim()) === null ? plainEmail(text.trim()) : null
  // By length and country code alone: the patterns of whole numbering plans are always behind the numbers in use, and a
  // code that arrives proves a number better than a pattern.
  const phone = parsePhoneNumberFromString(text.trim())
  return phone?.isPossible() && !phone.ext ? phone.number : null
}
