import { createHmac } from 'node:crypto'

export type Json = Record<string, unknown>

/** A part of a token; text goes in as it stands. */
export const encode = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')

const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json

/** The header and the claims of a token. */
export const apart = (token: string) => {
  const [header, claims] = token.split('.')
  return { header: decode(header), claims: decode(claims) }
}

/** A token signed with any key, be it ours or not. */
export const signed = (header: unknown, claims: unknown, key: string | Buffer, hash = 'sha256') => {
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`
}

/** The same bytes spelled in another way: the last of 43 characters carries bits that a lenient decoder does not look at. */
export const loosened = (token: string) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1) as string) ^ 1]
}
