import { createClient, HeliographError } from '#client'
import type { Tokens } from '#contract'

const KEY = 'heliograph.tokens'

/** The one client of the page. Tabs share a session through the browser's storage. */
export const client = createClient({ url: location.origin, tokens: readTokens, onTokens: writeTokens })

// Signing in or out in one tab is followed by the others; a mere renewal is not worth a reload.
addEventListener('storage', event => {
  if (event.key !== KEY) return
  const signedIn = readTokens()?.stage === 'done'
  if (signedIn !== client.session.signedIn) location.reload()
})

/** A sentence for people about what went wrong. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof HeliographError)) return 'Something went wrong.'
  if (error.code === 'unavailable') return 'No connection. Please try again.'
  if (error.code === 'rate_limited') return 'That was a little fast. Please wait a moment.'
  return error.detail
}

/** What is wrong with each field of a form, by the field's name. */
export const fieldsOf = (error: unknown): Record<string, string> =>
  (error instanceof HeliographError && error.fields) || {}

function readTokens(): Tokens | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null')
  } catch {
    return null
  }
}

function writeTokens(tokens: Tokens | null) {
  try {
    if (tokens) localStorage.setItem(KEY, JSON.stringify(tokens))
    else localStorage.removeItem(KEY)
  } catch {
    // Without storage the session lasts as long as the page.
  }
}
