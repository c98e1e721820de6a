import { createHash } from 'node:crypto'
import { ApiError } from './errors.ts'

/** A hash of an input that does not depend on the order of its members. */
export const hashOf = (input: unknown) => createHash('sha256').update(canonical(input)).digest('base64url')

const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}

/** The error for a key that was used with another body. */
export const otherBody = () => new ApiError('conflict', 'This idempotency key was used for another request.')
