import type { LimitClass } from '#contract'

/**
 * Calls per window, counted per person, or per network (see `network.ts`) where nobody is signed in. `shared` ones are
 * counted across nodes.
 */
export const limits: Record<LimitClass, { points: number; seconds: number; shared: boolean }> = {
  read: { points: 1200, seconds: 60, shared: false },
  write: { points: 300, seconds: 60, shared: false },
  auth: { points: 30, seconds: 60, shared: true },
  upload: { points: 60, seconds: 60, shared: true },
}

/** What else a person does over sockets, counted by person in each node: joining namespaces, new tokens, events that are unknown. */
export const socketLimits = {
  join: { points: 1000, seconds: 60, shared: false },
  renew: { points: 300, seconds: 60, shared: false },
  unknown: { points: 120, seconds: 60, shared: false },
}
export type SocketAct = keyof typeof socketLimits

export type LimitState = { ok: boolean; limit: number; remaining: number; resetSeconds: number }
type Limit = { points: number; seconds: number; shared: boolean }

export type Limiter = {
  /** Counts one call of `key`. */
  consume(key: string, limit: Limit): Promise<LimitState>
  /** Takes one call back: it is not to count after all. */
  giveBack(key: string, limit: Limit): Promise<void>
  /** Begins to count anew. */
  forget(key: string, limit: Limit): Promise<void>
}
