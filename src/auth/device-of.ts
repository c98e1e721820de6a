import Bowser from 'bowser'

const unknown = 'An unknown device'
const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

/**
 * A device as people know it by what its user agent says: "Firefox on Linux", "curl". Any text is possible in one, and
 * this is shown to the owner of an account as ours: so none of it is but the names of known programs and one plain word.
 */
export function deviceOf(userAgent: string): string {
  const agent = userAgent.slice(0, 400).trim()
  if (agent === '') return unknown
  const { browser, os } = Bowser.parse(agent)
  const program = known(browser.name, browsers) || product(agent)
  const system = known(os.name, systems)
  if (program && system) return `${program} on ${system}`
  return program || system || unknown
}

const known = (name: string | undefined, names: ReadonlySet<string>) => (name && names.has(name) ? name : '')

/** What a program that is no browser calls itself. */
const product = (agent: string) => /^(?!Mozilla\/)([a-z][\w+-]{1,39})(?=\/|$)/i.exec(agent)?.[1] ?? ''
