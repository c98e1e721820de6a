import type { OutputOf, Tokens, User } from '../src/contract/index.ts'
import { HeliographError } from './error.ts'

export type SignedIn = OutputOf<'auth.refresh'>
export type SessionOptions = {
  tokens: Tokens | null
  /** Reads the stored tokens again before each renewal: several tabs may share one session. */
  stored?: () => Tokens | null
  /** Gives up waiting for the answer after so many milliseconds. */
  refresh: (refreshToken: string, timeoutMs?: number) => Promise<SignedIn>
  changed: (tokens: Tokens | null, how: 'signedIn' | 'renewed' | 'signedOut') => void
}

const EARLY_MS = 60_000
/**
 * A refresh whose answer was lost may be repeated for ten seconds after it: so an answer that does not come is waited for
 * shortly, and the last try, for which one is waited longer, is sent in time.
 */
const RETRIES_MS = [500, 1_500, 2_000]
const ANSWER_MS = 1_500

/** The tokens of one person on one device, renewed a minute before they expire. */
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
  /** Whether the account is finished; until then its tokens work for `auth.*` alone. */
  get signedIn(): boolean {
    return this.#tokens?.stage === 'done'
  }

  adopt({ tokens, user }: SignedIn, how: 'signedIn' | 'renewed' = 'signedIn') {
    // New tokens may be the first to say that the sign-up is finished: by a lost answer, or on another device.
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

  /** An access token with time left, or null when signed out. */
  async fresh(): Promise<string | null> {
    const tokens = this.#tokens
    if (!tokens || Date.now() < this.#renewAt(tokens)) return tokens?.accessToken ?? null
    return this.renew(tokens.accessToken)
  }

  /** Another token than `refused`; callers at the same time share one renewal. Null when the session has ended. */
  async renew(refused: string | null): Promise<string | null> {
    if (this.#tokens && this.#tokens.accessToken !== refused) return this.#tokens.accessToken
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = null
    })
    return this.#renewal
  }

  async #renew(): Promise<string | null> {
    const mine = this.#tokens
    if (!mine) return null
    try {
      const answer = this.#storedSince(mine) ? null : await this.#refresh(mine)
      if (this.#tokens !== mine) return this.#tokens?.accessToken ?? null
      // An answer may come late: another tab may have gone further meanwhile, and what is older must not replace it.
      const stored = this.#storedSince(answer?.tokens ?? mine)
      if (stored) this.#take(stored, mine)
      else if (answer) this.adopt(answer, 'renewed')
    } catch (error) {
      if (!(error instanceof HeliographError) || error.code !== 'unauthenticated') throw error
      if (this.#tokens === mine) this.clear()
    }
    return this.#tokens?.accessToken ?? null
  }

  /** Null where another tab has been given newer tokens while the answer was waited for. */
  async #refresh(mine: Tokens): Promise<SignedIn | null> {
    for (const wait of RETRIES_MS) {
      try {
        return await this.#options.refresh(mine.refreshToken, ANSWER_MS)
      } catch (error) {
        if (!(error instanceof HeliographError) || error.code !== 'unavailable') throw error
        await new Promise(resolve => setTimeout(resolve, wait))
        if (this.#storedSince(mine)) return null
      }
    }
    return this.#options.refresh(mine.refreshToken)
  }

  /** What another tab has stored, unless it is the same or older. */
  #storedSince(known: Tokens): Tokens | null {
    const stored = this.#options.stored?.() ?? null
    return stored && (!isSameSession(stored, known) || numberOf(stored) > numberOf(known)) ? stored : null
  }

  /** Another tab may have signed in as somebody else meanwhile: then nothing of the one before goes on. */
  #take(stored: Tokens, mine: Tokens) {
    if (isSameSession(stored, mine)) this.adopt({ tokens: stored, user: this.#user }, 'renewed')
    else this.adopt({ tokens: stored, user: null })
  }

  /** Never within a minute of receipt, so that a clock that is wrong does not renew at every call. */
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

/** A refresh token begins with what names its session, and then has its number in it. */
const isSameSession = (one: Tokens, other: Tokens) =>
  one.refreshToken.split('.')[0] === other.refreshToken.split('.')[0]
const numberOf = ({ refreshToken }: Tokens) => Number(refreshToken.split('.')[1])
