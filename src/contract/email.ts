const notOne = 'must be an email address or a phone number such as +441632960001'

/** What is wrong with an email address, phrased to follow the name of its field; null if mail can be sent to it. */
export function faultOfEmail(address: string): string | null {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  if (at < 1 || at === address.length - 1) return notOne
  // RFC 6531 also allows quotes and letters of all scripts, but many mail servers reject such addresses.
  if (!/^[\w.!#$%&'*+/=?^`{|}~-]+$/.test(local))
    return 'must have nothing before the @ but letters from A to Z, digits, dots and signs such as + _ -'
  if (/^\.|\.\.|\.$/.test(local)) return 'must not begin or end with a dot before the @, or have two in a row'
  if (local.length > 64) return 'must have at most 64 characters before the @'
  const domain = asciiDomain(address.slice(at + 1))
  if (domain === null) return 'must have the name of a domain after the @, such as example.org'
  return at + 1 + domain.length > 254 ? 'must have at most 254 characters' : null
}

/** The canonical spelling of an email address: lower case, its domain in ASCII (IDNA) as mail servers write it. */
export function plainEmail(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = asciiDomain(address.slice(at + 1)) ?? address.slice(at + 1)
  return `${address.slice(0, at)}@${domain}`.toLowerCase()
}

/** A domain as lower-case A-labels (IDNA); null if it is no domain, or only a number. */
function asciiDomain(domain: string): string | null {
  // Nothing else: a percent sign, a colon or a slash has a meaning in a URL.
  if (!/^(?:[\p{L}\p{M}\p{N}\u00B7\u30FB.\u3002\uFF0E\uFF61-]|[\u200C\u200D])+$/u.test(domain)) return null
  const name = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : ''
  return name.length <= 253 && labels.test(name) ? name : null
}

const labels = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/
