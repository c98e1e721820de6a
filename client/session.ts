import type { OutputOf, Tokens, User } from '../src/contract/index.ts'
import { HeliographError } from './error.ts'

export type SignedIn = OutputOf<'auth.refresh'>
export type SessionOptions = {
  tokens: Tokens | null
  /** Reads the stored tokens before each renewal, since tabs may share one session. */
  stored?: () => Tokens | null
  /** `timeoutMs` limits the wait for a response. */
  refresh: (refreshToken: string, timeoutMs?: number) => Promise<SignedIn>
  changed: (tokens: Tokens | null, how: 'signedIn' | 'renewed' | 'signedOut') => void
}

const EARLY_MS = 60_000
/**
 * The server accepts a repeated refresh token for ten seconds, in case its response was lost. So the first tries time out
 * quickly, and the last one, which waits longer, is still sent within those ten seconds.
 */
const RETRIES_MS = [500, 1_500, 2_000]
const RESPONSE_TIMEOUT_MS = 1_500

/** One user's tokens on one device, renewed a minute before they expire. */
export class Session {
  #options: SessionOptions
  #tokens: Tokens | null
  #user: User | null = null
  #renewal: Promise<string | null> | null = null
  #receivedAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: SessionOptions) {
    this.#options = options
    this.#tokens = options.tokens
    this.#schedule()
  }

  get tokens(): Tokens | null {
    return this.#tokens
  }
  get user(): User | null {
    return this.#user
  }
  /** Whether the sign-up is complete. Until then the tokens work only for `auth.*`. */
  get signedIn(): boolean {
    return this.#tokens?.stage === 'done'
  }

  adopt({ tokens, user }: SignedIn, how: 'signedIn' | 'renewed' = 'signedIn') {
    // After a lost response, or a sign-up completed on another device, new tokens may be the first to say so.
    const isFinished = !this.signedIn && tokens.stage === 'done'
    this.#tokens = tokens
    this.#user = user
    this.#receivedAt = Date.now()
    this.#schedule()
    this.#options.changed(tokens, isFinished ? 'signedIn' : how)
  }

  clear() {
    clearTimeout(this.#timer)
    if (!this.#tokens) return
    this.#tokens = this.#user = null
    this.#options.changed(null, 'signedOut')
  }

  stop() {
    clearTimeout(this.#timer)
  }

  /** Returns an access token with time left, or null when signed out. */
  async fresh(): Promise<string | null> {
    const tokens = this.#tokens
    if (!tokens || Date.now() < this.#renewAt(tokens)) return tokens?.accessToken ?? null
    return this.renew(tokens.accessToken)
  }

  /** Returns a token other than `rejected`, or null when the session has ended. Concurrent callers share one renewal. */
  async renew(rejected: string | null): Promise<string | null> {
    if (this.#tokens && this.#tokens.accessToken !== rejected) return this.#tokens.accessToken
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = null
    })
    return this.#renewal
  }

  async #renew(): Promise<string | null> {
    const mine = this.#tokens
    if (!mine) return null
    try {
      const renewed = this.#storedSince(mine) ? null : await this.#refresh(mine)
      if (this.#tokens !== mine) return this.#tokens?.accessToken ?? null
      // The response may be late: another tab may have stored newer tokens, which must not be overwritten.
      const stored = this.#storedSince(renewed?.tokens ?? mine)
      if (stored) this.#take(stored, mine)
      else if (renewed) this.adopt(renewed, 'renewed')
    } catch (error) {
      if (!(error instanceof HeliographError) || error.code !== 'unauthenticated') throw error
      if (this.#tokens === mine) this.clear()
    }
    return this.#tokens?.accessToken ?? null
  }

  /** Returns null if another tab stored newer tokens in the meantime. */
  async #refresh(mine: Tokens): Promise<SignedIn | null> {
    for (const wait of RETRIES_MS) {
      try {
        return await this.#options.refresh(mine.refreshToken, RESPONSE_TIMEOUT_MS)
      } catch (error) {
        if (!(error instanceof HeliographError) || error.code !== 'unavailable') throw error
        await new Promise(resolve => setTimeout(resolve, wait))
        if (this.#storedSince(mine)) return null
      }
    }
    return this.#options.refresh(mine.refreshToken)
  }

  /** Returns the tokens that another tab stored, unless they are the same or older. */
  #storedSince(known: Tokens): Tokens | null {
    const stored = this.#options.stored?.() ?? null
    return stored && (!isSameSession(stored, known) || numberOf(stored) > numberOf(known)) ? stored : null
  }

  /** Another tab may have signed in as another user; then nothing of the previous session is kept. */
  #take(stored: Tokens, mine: Tokens) {
    if (isSameSession(stored, mine)) this.adopt({ tokens: stored, user: this.#user }, 'renewed')
    else this.adopt({ tokens: stored, user: null })
  }

  /** Never within a minute of receipt, so that a wrong clock does not cause a renewal at every call. */
  #renewAt(tokens: Tokens): number {
    return Math.max(Date.parse(tokens.accessExpiresAt) - EARLY_MS, this.#receivedAt + EARLY_MS)
  }

  #schedule(atLeast = 0) {
    clearTimeout(this.#timer)
    if (!this.#tokens) return
    const wait = Math.max(this.#renewAt(this.#tokens) - Date.now(), atLeast)
    this.#timer = setTimeout(() => this.fresh().catch(() => this.#schedule(15_000)), wait)
    // In Node the timer would otherwise keep the process alive; in browsers it is a number.
    const timer = this.#timer as { unref?: () => void }
    timer.unref?.()
  }
}

/** A refresh token starts with its session's id and its number within the session. */
const isSameSession = (one: Tokens, other: Tokens) =>
  one.refreshToken.split('.')[0] === other.refreshToken.split('.')[0]
const numberOf = ({ refreshToken }: Tokens) => Number(refreshToken.split('.')[1])
