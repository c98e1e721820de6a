import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { faultOfEmail, plainEmail } from '#contract/email'
import { invalid } from '#core/pipeline/errors'
import { sql } from '#database/statement'

export const isEmail = (contact: string) => contact.includes('@')

/** The column of `users` that an address is in. Proven ones are unique there, and found by an index. */
export const contactColumn = (contact: string) => sql.ref(isEmail(contact) ? 'users.email' : 'users.phone')

/** The one spelling of an email address or a phone number. Throws `invalid` for a number that no country has. */
export function addressOf(contact: string, field = 'contact'): string {
  const address = findAddress(contact)
  if (address === null) throw invalid({ [field]: 'is not a phone number of any country' })
  return address
}

/** How its owner writes an email address whose domain is spelled otherwise in the one spelling; else null. */
export function givenSpelling(contact: string, address: string): string | null {
  const given = contact.toLowerCase()
  return isEmail(address) && given !== address ? given : null
}

/** The same of any text: null where it is no address. Numbers may be written with spaces, but need their country's code. */
export function findAddress(text: string): string | null {
  if (isEmail(text)) return faultOfEmail(text.trim()) === null ? plainEmail(text.trim()) : null
  // By length and country code alone: the patterns of whole numbering plans are always behind what is given out, and a
  // number that takes a code is proven better than any pattern could.
  const phone = parsePhoneNumberFromString(text.trim())
  return phone?.isPossible() && !phone.ext ? phone.number : null
}
