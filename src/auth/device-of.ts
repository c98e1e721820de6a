import Bowser from 'bowser'

const unknown = 'An unknown device'
const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

/**
 * The readable name of a device from its user agent: "Firefox on Linux", "curl". A user agent may be any text, and the owner
 * of the account reads the name in our messages: so it holds only names of known programs, or one plain word.
 */
export function deviceOf(userAgent: string): string {
  const agent = userAgent.slice(0, 400).trim()
  if (agent === '') return unknown
  const { browser, os } = Bowser.parse(agent)
  const program = ifKnown(browser.name, browsers) || product(agent)
  const system = ifKnown(os.name, systems)
  if (program && system) return `${program} on ${system}`
  return program || system || unknown
}

const ifKnown = (name: string | undefined, names: ReadonlySet<string>) => (name && names.has(name) ? name : '')

/** The name of a program that is no browser. */
const product = (agent: string) => /^(?!Mozilla\/)([a-z][\w+-]{1,39})(?=\/|$)/i.exec(agent)?.[1] ?? ''
