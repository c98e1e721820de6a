import { createClient, HeliographError } from '#client'
import type { Tokens } from '#contract'

const KEY = 'heliograph.tokens'
const DEVICE_KEY = 'heliograph.device'
const ENDED_KEY = 'heliograph.ended'

/** The one client of the page. Tabs share a session through the browser's storage. */
export const client = createClient({ url: location.origin, tokens: readTokens, onTokens: writeTokens })

// Signing in or out in one tab is followed by the others; a mere renewal is not worth a reload.
addEventListener('storage', event => {
  if (event.key !== KEY) return
  const stored = readTokens()
  const isOther = sessionOf(stored) !== sessionOf(client.tokens)
  if (!isOther && (stored?.stage === 'done') === client.session.signedIn) return
  if (!stored && client.session.signedIn) markEnded()
  location.reload()
})

/** Whether the page was loaded again because another tab had no session any longer. */
export function endedInAnotherTab(): boolean {
  try {
    const ended = sessionStorage.getItem(ENDED_KEY) !== null
    sessionStorage.removeItem(ENDED_KEY)
    return ended
  } catch {
    return false
  }
}

/** A refresh token begins with the session that it is of. */
const sessionOf = (tokens: Tokens | null) => tokens?.refreshToken.split('.')[0]

/** What tells the server at a sign-in that this browser is known; it stays after signing out. */
export function deviceToken(): { deviceToken?: string } {
  try {
    const known = localStorage.getItem(DEVICE_KEY)
    return known ? { deviceToken: known } : {}
  } catch {
    return {}
  }
}

/** A sentence for people about what went wrong. */
export function errorMessage(error: unknown): string {
  if (!(error instanceof HeliographError)) return 'Something went wrong.'
  // A server that was reached says what it cannot do now, and when to come back.
  if (error.code === 'unavailable' && !error.retryAfter) return 'No connection. Please try again.'
  if (error.code === 'rate_limited' && !error.retryAfter) return 'That was a little fast. Please wait a moment.'
  if (error.code === 'rate_limited') return `That was too often. Please try again in ${formatWait(error.retryAfter!)}.`
  return error.detail
}

/** What is wrong with each field of a form, by the field's name. */
export const fieldErrors = (error: unknown): Record<string, string> =>
  (error instanceof HeliographError && error.fields) || {}

/** What was asked for is not there, or its address is none; a server that fails says neither. */
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
    // Without storage nothing is said.
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
    // Without storage the session lasts as long as the page.
  }
}
