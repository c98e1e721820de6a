import { ApiError } from '#core/pipeline/errors'
import { createSemaphore } from '#core/pipeline/semaphore'

/** Before sign-in a connection has little to say: it asks for five namespaces, with a token for each. */
const beforeSignIn = { packets: 50, packetBytes: 16 * 1024, bytes: 64 * 1024, wireBytes: 128 * 1024 }

/** What a person may send at once, and how much of it comes back in a second. `RATE_LIMIT_SCALE` multiplies them. */
const rates = {
  packets: { size: 2000, perSecond: 200 },
  bytes: { size: 4 * 1024 * 1024, perSecond: 400 * 1024 },
  /** Calls that are refused unread: told `rate_limited`, unknown, or too large. */
  refusals: { size: 500, perSecond: 5 },
}
/** Bytes as they come in, packets or not: control frames, and what is not a whole packet yet. */
const wireRate = { size: 2 * rates.bytes.size, perSecond: 2 * rates.bytes.perSecond }
/** Namespaces asked for. There are five, so no scale is needed. */
const joins = { size: 50, perSecond: 1 }

/** Calls of a person under way. They take memory and database connections whatever the rates are, so they are not scaled. */
export const maxCalls = { running: 16, held: 1000, bytes: 1024 * 1024 }

/** Bytes that may wait for a client that does not read: before sign-in and after it. */
export const maxWaiting = { before: 64 * 1024, after: 1024 * 1024 }

/** Seconds until a connection that sent too much may come again. */
const pause = 30

export type Share = ReturnType<typeof createShare>
export type Allowance = ReturnType<typeof createAllowance>

/** What one person may take of a node, however many connections they have: ten connections call no more than one. */
export function createAllowance(scale: number) {
  const packets = createBucket(rates.packets, scale)
  const bytes = createBucket(rates.bytes, scale)
  const refusals = createBucket(rates.refusals, scale)
  const held = { calls: 0, bytes: 0 }

  return {
    /** One packet more. Returns why that is too much. */
    packet(size: number): ApiError | null {
      if (!packets(1)) return flood('Your connections sent too many packets.')
      return bytes(size) ? null : flood('Your connections sent too many bytes.')
    },
    /** One refused call more. Returns why that is too much. */
    refused: (): ApiError | null =>
      refusals(1) ? null : flood('Your connections went on calling after they were refused.'),
    /** One call more under way, which holds its payload until it is released. Throws `rate_limited` where there are too many. */
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
    /** Carries out a call that is held, when it is the turn of its connection. */
    run: createSemaphore({ running: maxCalls.running, waiting: maxCalls.held, busy: tooManyCalls }),
  }
}

/** What one connection may take of a node; after sign-in it has a part in the allowance of its person. */
export function createShare(scale: number) {
  const wire = createBucket(wireRate, scale)
  const asked = createBucket(joins, 1)
  const sent = { packets: 0, bytes: 0, wireBytes: 0 }
  let allowance: Allowance | null = null

  const beforehand = (size: number) => {
    sent.packets += 1
    sent.bytes += size
    if (size > beforeSignIn.packetBytes)
      return new ApiError('unauthenticated', 'A packet may have 16 kB before sign-in.')
    if (sent.packets > beforeSignIn.packets) return flood('Too many packets came before sign-in.')
    return sent.bytes > beforeSignIn.bytes ? flood('Too many bytes came before sign-in.') : null
  }

  return {
    signIn(person: Allowance) {
      allowance = person
    },
    get maxWaiting() {
      return allowance ? maxWaiting.after : maxWaiting.before
    },
    /** The body of a polling request, by its length, which is not known where it is null: before it is read. */
    body(size: number | null): ApiError | null {
      if (allowance) return null
      if (size === null) return new ApiError('invalid', 'A request needs a Content-Length before sign-in.')
      return size > beforeSignIn.bytes ? new ApiError('too_large', 'A request may have 64 kB before sign-in.') : null
    },
    /** One packet more. Returns why that is too much. */
    packet(size: number, isJoin: boolean): ApiError | null {
      if (isJoin && !asked(1)) return flood('This connection asked for too many namespaces.')
      return allowance ? allowance.packet(size) : beforehand(size)
    },
    /** So many bytes more came in, whatever they are. Returns why that is too much. */
    wire(size: number): ApiError | null {
      sent.wireBytes += size
      if (allowance) return wire(size) ? null : flood('This connection sent too many bytes.')
      return sent.wireBytes > beforeSignIn.wireBytes ? flood('Too many bytes came before sign-in.') : null
    },
  }
}

const tooManyCalls = 'Too many of your calls are under way; wait for answers.'

const flood = (detail: string) => new ApiError('rate_limited', detail, { retryAfter: pause })

/** Counts what is taken out of a bucket that fills again by itself; says whether there was enough. */
function createBucket({ size, perSecond }: { size: number; perSecond: number }, scale: number) {
  const most = Math.max(1, size * scale)
  let left = most
  let at = performance.now()
  return (amount: number) => {
    const now = performance.now()
    left = Math.min(most, left + ((now - at) / 1000) * perSecond * scale) - amount
    at = now
    return left >= 0
  }
}
