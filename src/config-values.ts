import { isIPv6 } from 'node:net'
import { z } from 'zod'

// No message repeats a value: several variables hold secrets, and faults are logged.

/** An optional variable: `parse` returns undefined for an invalid value. */
export function parsedBy<T>(fault: string, parse: (text: string) => T | undefined) {
  return z
    .string()
    .transform((text, context) => {
      const value = parse(text)
      if (value !== undefined) return value
      context.addIssue({ code: 'custom', message: fault })
      return z.NEVER
    })
    .optional()
}

export function whole(min: number, max: number) {
  return parsedBy(`must be a whole number from ${min} to ${max}`, text =>
    /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined,
  )
}

export function positive() {
  return parsedBy('must be a number above 0', text =>
    /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 ? Number(text) : undefined,
  )
}

export function oneOf<const Choice extends string>(...choices: Choice[]) {
  return parsedBy(`must be ${choices.join(' or ')}`, text => choices.find(choice => choice === text))
}

export function flag(yes: string, no: string) {
  return parsedBy(`must be ${yes} or ${no}`, text => (text === yes ? true : text === no ? false : undefined))
}

export function matching(pattern: RegExp, fault: string) {
  return parsedBy(fault, text => (pattern.test(text) ? text : undefined))
}

export function url(...protocols: string[]) {
  const forms = protocols.map(protocol => `${protocol}//`).join(' or ')
  return parsedBy(`must be a URL that begins with ${forms}, with special characters percent-encoded`, text => {
    const parsed = URL.parse(text)
    return parsed && protocols.includes(parsed.protocol) && text.startsWith(`${parsed.protocol}//`) ? text : undefined
  })
}

/** An address or name to listen on, an IPv6 address without brackets. */
export function hostToListenOn() {
  return parsedBy(
    'must be an address or name of this machine without a port, such as 127.0.0.1, :: or localhost',
    text => {
      const bare = text.replace(/^\[(.*)\]$/, '$1')
      if (isIPv6(bare)) return bare
      // A text that a URL reads differently, such as 127.1 or 0x7f000001, is no name.
      return text === bare && /^[\w.-]+$/.test(text) && URL.parse(`http://${text}`)?.hostname === text.toLowerCase()
        ? text
        : undefined
    },
  )
}

export function publicOrigin() {
  return parsedBy('must be an http or https address without a path, such as https://photos.example.org', origin)
}

/** A URL that secrets are posted to: encrypted, except on this machine. */
export function gateway() {
  return parsedBy('must begin with https://, or with http:// where the host is this machine', text => {
    const parsed = URL.parse(text)
    const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed?.hostname ?? '')
    return parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback) ? text : undefined
  })
}

/** The sender of mail. */
export function sender() {
  const address = String.raw`[^\s<>@,;:"()]+@[^\s<>@,;:"()]+`
  return matching(
    new RegExp(String.raw`^(${address}|[^<>@,;:"()\r\n]+ <${address}>)$`),
    'must be an address, such as no-reply@example.org, or a name and an address, such as Heliograph <no-reply@example.org>',
  )
}

/** Origins of web pages, and of apps whose pages have their own scheme. */
export function origins() {
  return listOf(
    text => (text.includes('*') ? undefined : (origin(text) ?? appOrigin(text))),
    'must list origins such as https://example.org or capacitor://localhost, separated by commas, without * or paths',
  )
}

export function secrets() {
  return listOf(strongSecret, 'must be secrets separated by commas, each of at least 32 bytes that are hard to guess')
}

function listOf<T>(parse: (entry: string) => T | undefined, fault: string) {
  return parsedBy(fault, text => {
    const entries = text.split(',').flatMap(entry => entry.trim() || [])
    const values = entries.flatMap(entry => parse(entry) ?? [])
    return values.length > 0 && values.length === entries.length ? values : undefined
  })
}

function origin(text: string): string | undefined {
  const parsed = URL.parse(text)
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined
  return parsed.href === `${parsed.origin}/` ? parsed.origin : undefined
}

const notOfApps = ['http', 'https', 'ws', 'wss', 'ftp', 'file', 'blob', 'data', 'about', 'javascript']

// The origin of such a URL is opaque, so it is built as browsers send it.
function appOrigin(text: string): string | undefined {
  const [, scheme, host] = /^([a-z][a-z0-9+.-]*):\/\/([^\s/?#@\\*]+)\/?$/i.exec(text) ?? []
  const parsed = URL.parse(text)
  if (!scheme || !host || !parsed?.host || notOfApps.includes(scheme.toLowerCase())) return undefined
  return `${parsed.protocol}//${parsed.host.toLowerCase()}`
}

// The number of distinct characters rejects 'changeme' and the like, repeated up to the length.
function strongSecret(text: string): string | undefined {
  return Buffer.byteLength(text) >= 32 && new Set(text).size >= 8 ? text : undefined
}
