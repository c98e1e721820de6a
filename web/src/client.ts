import { createClient, HeliographError } from '#client'
import type { Tokens } from '#contract'

const KEY = 'heliograph.tokens'
const DEVICE_KEY = 'heliograph.device'
const ENDED_KEY = 'heliograph.ended'

/** The page's only client. Tabs share a session through local storage. */
export const client = createClient({ url: location.origin, tokens: readTokens, onTokens: writeTokens })

// Other tabs follow a sign-in or sign-out by reloading. Renewed tokens need no reload.
addEventListener('storage', event => {
  if (event.key !== KEY) return
  const stored = readTokens()
  const isOther = sessionOf(stored) !== sessionOf(client.tokens)
  if (!isOther && (stored?.stage === 'done') === client.session.signedIn) return
  if (!stored && client.session.signedIn) markEnded()
  location.reload()
})

/** Whether the page was reloaded because the session ended in another tab. */
export function endedInAnotherTab(): boolean {
  try {
    const ended = sessionStorage.getItem(ENDED_KEY) !== null
    sessionStorage.removeItem(ENDED_KEY)
    return ended
  } catch {
    return false
  }
}

/** A refresh token starts with its session's id. */
const sessionOf = (tokens: Tokens | null) => tokens?.refreshToken.split('.')[0]

/** Identifies this browser as a known device at sign-in. Kept after signing out. */
export function deviceToken(): { deviceToken?: string } {
  try {
    const known = localStorage.getItem(DEVICE_KEY)
    return known ? { deviceToken: known } : {}
  } catch {
    return {}
  }
}

/** What went wrong, as a sentence to show. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof HeliographError)) return 'Something went wrong.'
  // With `retryAfter` the server was reached, and its own sentence says more.
  if (error.code === 'unavailable' && !error.retryAfter) return 'No connection. Please try again.'
  if (error.code === 'rate_limited' && !error.retryAfter) return 'Too many attempts. Please wait a moment.'
  if (error.code === 'rate_limited') return `Too many attempts. Try again in ${formatWait(error.retryAfter!)}.`
  return error.detail
}

/** What is wrong with each field of a form, by field name. */
export const fieldErrors = (error: unknown): Record<string, string> =>
  (error instanceof HeliographError && error.fields) || {}

/** Whether the user may not do it. */
export const isForbidden = (error: unknown): boolean => error instanceof HeliographError && error.code === 'forbidden'

/** Whether the requested thing does not exist, or its id is malformed. */
export const isGone = (error: unknown): boolean =>
  error instanceof HeliographError &&
  (error.code === 'not_found' || error.code === 'gone' || (error.code === 'invalid' && error.fields !== undefined))

function formatWait(seconds: number): string {
  if (seconds < 90) return seconds <= 1 ? 'a second' : `${Math.ceil(seconds)} seconds`
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`
}

function markEnded() {
  try {
    sessionStorage.setItem(ENDED_KEY, 'yes')
  } catch {
    // Without storage, no notice is shown.
  }
}

function readTokens(): Tokens | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null')
  } catch {
    return null
  }
}

function writeTokens(tokens: Tokens | null) {
  try {
    if (!tokens) return localStorage.removeItem(KEY)
    localStorage.setItem(KEY, JSON.stringify(tokens))
    localStorage.setItem(DEVICE_KEY, tokens.deviceToken)
  } catch {
    // Without storage, the session lasts as long as the page.
  }
}
