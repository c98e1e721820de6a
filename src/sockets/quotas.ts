import { ApiError } from '#core/pipeline/errors'
import { createSemaphore } from '#core/pipeline/semaphore'

/** Before sign-in a connection only joins five namespaces, with a token for each. */
const beforeSignIn = { packets: 50, packetBytes: 16 * 1024, bytes: 64 * 1024, wireBytes: 128 * 1024 }

/** What a user may send at once, and how much of it is restored each second. `RATE_LIMIT_SCALE` multiplies them. */
const rates = {
  packets: { size: 2000, perSecond: 200 },
  bytes: { size: 4 * 1024 * 1024, perSecond: 400 * 1024 },
  /** Calls rejected without running: rate limited, unknown, or too large. */
  rejections: { size: 500, perSecond: 5 },
}
/** Bytes received, with control frames and incomplete packets. */
const wireRate = { size: 2 * rates.bytes.size, perSecond: 2 * rates.bytes.perSecond }
/** Requests to join a namespace. There are five, so no scale is needed. */
const joins = { size: 50, perSecond: 1 }

/** Calls of a user in progress. They take memory and database connections whatever the rates are, so they are not scaled. */
export const maxCalls = { running: 16, held: 1000, bytes: 1024 * 1024 }

/** The maximum of unread bytes buffered for a client, before and after sign-in. */
export const maxWaiting = { before: 64 * 1024, after: 1024 * 1024 }

/** Seconds until a flooding client may connect again. */
const pause = 30

export type ConnectionQuota = ReturnType<typeof createConnectionQuota>
export type UserQuota = ReturnType<typeof createUserQuota>

/** The quota of a user on a node, shared by all their connections. */
export function createUserQuota(scale: number) {
  const packets = createBucket(rates.packets, scale)
  const bytes = createBucket(rates.bytes, scale)
  const rejections = createBucket(rates.rejections, scale)
  const held = { calls: 0, bytes: 0 }

  return {
    /** Counts a packet. Returns an error if it exceeds the quota. */
    packet(size: number): ApiError | null {
      if (!packets(1)) return flood('Your connections sent too many packets.')
      return bytes(size) ? null : flood('Your connections sent too many bytes.')
    },
    /** Counts a rejected call. Returns an error if it exceeds the quota. */
    rejected: (): ApiError | null => (rejections(1) ? null : flood('Your connections made too many rejected calls.')),
    /** Counts a call in progress and its payload until the returned function releases them. Throws `rate_limited`. */
    hold(size: number): () => void {
      if (held.calls >= maxCalls.held || held.bytes + size > maxCalls.bytes)
        throw new ApiError('rate_limited', tooManyCalls, { retryAfter: 1 })
      held.calls += 1
      held.bytes += size
      return () => {
        held.calls -= 1
        held.bytes -= size
      }
    },
    /** Runs a held call; the connections of the user take turns. */
    run: createSemaphore({ running: maxCalls.running, waiting: maxCalls.held, busy: tooManyCalls }),
  }
}

/** The quota of a connection; after sign-in it shares the quota of its user. */
export function createConnectionQuota(scale: number) {
  const wire = createBucket(wireRate, scale)
  const asked = createBucket(joins, 1)
  const sent = { packets: 0, bytes: 0, wireBytes: 0 }
  let userQuota: UserQuota | null = null

  const beforeSignInError = (size: number) => {
    sent.packets += 1
    sent.bytes += size
    if (size > beforeSignIn.packetBytes)
      return new ApiError('unauthenticated', 'A packet may have at most 16 kB before sign-in.')
    if (sent.packets > beforeSignIn.packets) return flood('Too many packets before sign-in.')
    return sent.bytes > beforeSignIn.bytes ? flood('Too many bytes before sign-in.') : null
  }

  return {
    signIn(quota: UserQuota) {
      userQuota = quota
    },
    get maxWaiting() {
      return userQuota ? maxWaiting.after : maxWaiting.before
    },
    /** Checks the length of a polling request's body before it is read; null if the length is unknown. */
    body(size: number | null): ApiError | null {
      if (userQuota) return null
      if (size === null) return new ApiError('invalid', 'A request needs a Content-Length before sign-in.')
      return size > beforeSignIn.bytes
        ? new ApiError('too_large', 'A request may have at most 64 kB before sign-in.')
        : null
    },
    /** Counts a packet. Returns an error if it exceeds the quota. */
    packet(size: number, isJoin: boolean): ApiError | null {
      if (isJoin && !asked(1)) return flood('This connection joined too many namespaces.')
      return userQuota ? userQuota.packet(size) : beforeSignInError(size)
    },
    /** Counts received bytes of any kind. Returns an error if they exceed the quota. */
    wire(size: number): ApiError | null {
      sent.wireBytes += size
      if (userQuota) return wire(size) ? null : flood('This connection sent too many bytes.')
      return sent.wireBytes > beforeSignIn.wireBytes ? flood('Too many bytes before sign-in.') : null
    },
  }
}

const tooManyCalls = 'Too many of your calls are in progress; wait for responses.'

const flood = (detail: string) => new ApiError('rate_limited', detail, { retryAfter: pause })

/** A token bucket; returns whether it held enough. */
function createBucket({ size, perSecond }: { size: number; perSecond: number }, scale: number) {
  const max = Math.max(1, size * scale)
  let left = max
  let at = performance.now()
  return (amount: number) => {
    const now = performance.now()
    left = Math.min(max, left + ((now - at) / 1000) * perSecond * scale) - amount
    at = now
    return left >= 0
  }
}
