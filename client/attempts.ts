import { HeliographError } from './error.ts'

const WAITS_MS = [300, 1_200]
/** In seconds. When the server asks for a longer wait, the caller decides when to try again. */
const MAX_WAIT = 5

/**
 * Runs a call and, where it is `repeatable`, retries it after `unavailable` (also when the response was lost). Other errors
 * are thrown at once. A repeatable call has one effect however often it arrives.
 */
export async function attempts<T>(repeatable: boolean, run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (const wait of repeatable ? WAITS_MS : []) {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof HeliographError) || error.code !== 'unavailable') throw error
      const { retryAfter = 0 } = error
      if (retryAfter > MAX_WAIT) throw error
      const atLeast = Math.max(wait, retryAfter * 1000)
      await new Promise(resolve => setTimeout(resolve, atLeast * (1 + Math.random() / 2)))
      signal?.throwIfAborted()
    }
  }
  return run()
}

/** A random UUID. `crypto.randomUUID` exists only in secure contexts, so there is a fallback. */
export function newIdempotencyKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
