import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'

/** At most `points` calls in a window of `seconds`. `shared` counts on Redis, for all nodes together. */
export type Limit = { points: number; seconds: number; shared?: boolean }

/** `limit` and `remaining` are calls; `resetSeconds` is the whole seconds until the window ends. */
export type Consumed = { ok: boolean; limit: number; remaining: number; resetSeconds: number }

export type Limiter = {
  /** Counts one call of `key`. Never fails: with Redis away each node counts by itself. */
  consume(key: string, limit: Limit): Promise<Consumed>
  /** Takes one call of `key` back. */
  giveBack(key: string, limit: Limit): Promise<void>
  /** Starts counting `key` again from zero. */
  forget(key: string, limit: Limit): Promise<void>
}

/**
 * Counts calls in fixed windows that begin with a key's first call. A limit is counted in this node's memory, which costs
 * well under a microsecond and no round trip; so each of n nodes grants its `points`. Where that is too lenient (guessing
 * passwords and codes) the limit is `shared`. `scale` multiplies the points of every limit.
 */
export function createLimiter(options: { redis?: Redis; scale: number }): Limiter {
  const counters = new Map<string, Counter>()
  const counterOf = (limit: Limit) => {
    const name = `${limit.points}/${limit.seconds}${limit.shared ? '/shared' : ''}`
    const known = counters.get(name)
    if (known) return known
    const counter = createCounter(limit, options)
    counters.set(name, counter)
    return counter
  }
  return {
    async consume(key, limit) {
      const counter = counterOf(limit)
      try {
        return consumed(counter, await counter.consume(key), true)
      } catch (result) {
        // The library rejects with its result when the limit is reached, and with an Error for anything else.
        if (result instanceof RateLimiterRes) return consumed(counter, result, false)
        throw result
      }
    },
    async giveBack(key, limit) {
      await counterOf(limit)
        .reward(key)
        .catch(() => {})
    },
    async forget(key, limit) {
      await counterOf(limit)
        .delete(key)
        .catch(() => {})
    },
  }
}

type Counter = RateLimiterMemory | RateLimiterRedis

function createCounter(limit: Limit, { redis, scale }: { redis?: Redis; scale: number }): Counter {
  const points = Math.max(1, Math.round(limit.points * scale))
  const memory = new RateLimiterMemory({ points, duration: limit.seconds, keyPrefix: '' })
  if (!limit.shared || !redis) return memory
  return new RateLimiterRedis({
    storeClient: redis,
    points,
    duration: limit.seconds,
    keyPrefix: `heliograph:limit:${limit.points}:${limit.seconds}`,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
    // A key without points is rejected from memory, so a flood costs Redis nothing.
    inMemoryBlockOnConsumed: points,
  })
}

function consumed(counter: Counter, result: RateLimiterRes, ok: boolean): Consumed {
  return {
    ok,
    limit: counter.points,
    remaining: result.remainingPoints,
    resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  }
}
