import { Manager, type Socket } from 'socket.io-client'
import { type Closing, closing as closingShape } from '../src/contract/connection.ts'
import { failure } from '../src/contract/errors.ts'
import type { Namespace } from '../src/contract/index.ts'
import { withDeadline } from './deadline.ts'
import { HeliographError, noResponse } from './error.ts'

export type SocketOptions = {
  url: string
  transports: ('websocket' | 'polling')[]
  /** Returns the token to connect with, renewed if it is about to expire; null when signed out. */
  token: () => Promise<string | null>
  /** Returns a new token after the server has rejected this one; null when the session has ended. */
  renew: (rejected: string | null) => Promise<string | null>
  joined: (namespace: Namespace) => void
  /** The server is closing the connection. Called once for all namespaces. */
  closing: (why: Closing) => void
  pushed: (namespace: Namespace, event: string, payload: unknown, meta?: { seq: number; at: string }) => void
  status: (status: Status) => void
}
/** `offline`: not connected yet, or closed by the client. `reconnecting`: the connection was lost and is being restored. */
export type Status = 'connected' | 'reconnecting' | 'offline'
export type Sockets = ReturnType<typeof openSockets>

const RESPONSE_TIMEOUT_MS = 10_000
const DELAY_MS = 500
const MAX_DELAY_MS = 10_000

/** Opens one connection shared by all namespaces. Each namespace is joined on first use and rejoined until `close`. */
export function openSockets(options: SocketOptions) {
  const manager = new Manager(options.url, {
    autoConnect: false,
    transports: options.transports,
    tryAllTransports: true,
    reconnectionDelay: DELAY_MS,
    reconnectionDelayMax: MAX_DELAY_MS,
    randomizationFactor: 0.5,
  })
  const joined = new Map<Namespace, Socket>()
  const closing = new AbortController()
  const closed = closing.signal
  let reported: Status = 'offline'

  /** While the first connection has not succeeded, the status stays `offline`. */
  const report = (status: Status) => {
    if (status === reported || (status === 'reconnecting' && reported === 'offline')) return
    reported = status
    options.status(status)
  }
  manager.on('close', () => closed.aborted || report('reconnecting'))

  /** Delays the next connection by at least `seconds`. Jitter may take off half of the delay, so it is doubled here. */
  const delayReconnect = (seconds: number) => {
    const ms = Math.max(DELAY_MS, seconds * 2000)
    manager.reconnectionDelayMax(Math.max(MAX_DELAY_MS, ms))
    manager.reconnectionDelay(ms)
  }
  let isClosing = false
  const onClosing = (payload: unknown) => {
    const why = closingShape.safeParse(payload)
    if (isClosing || !why.success) return
    isClosing = true
    delayReconnect(why.data.retryAfter ?? 0)
    options.closing(why.data)
  }

  function join(namespace: Namespace): Socket {
    const known = joined.get(namespace)
    if (known) return known
    let token: string | null = null
    let failures = 0
    const socket = manager.socket(`/${namespace}`, {
      auth: async (send: (auth: object) => void) => {
        token = await options.token().catch(() => null)
        send({ token })
      },
    })
    const again = (seconds = 0) =>
      setTimeout(() => closed.aborted || socket.connect(), Math.max(seconds * 1000, backOff(failures++)))
    socket.on('connect', () => {
      failures = 0
      isClosing = false
      delayReconnect(0)
      report('connected')
      options.joined(namespace)
    })
    socket.on('connect_error', async (error: Error & { data?: { code?: string; retryAfter?: number } }) => {
      onClosing(error.data)
      // The manager reconnects an active socket, but not one that the server rejected.
      if (socket.active || closed.aborted) return
      report('reconnecting')
      if (error.data?.code === 'unauthenticated' && !(await options.renew(token).catch(() => 'later'))) return
      again(error.data?.retryAfter)
    })
    socket.on('disconnect', reason => {
      if (reason !== 'io server disconnect' || closed.aborted) return
      report('reconnecting')
      again()
    })
    socket.onAny((event, payload, meta) => {
      if (event === 'connection.closing') onClosing(payload)
      else options.pushed(namespace, event, payload, meta)
    })
    joined.set(namespace, socket.connect())
    return socket
  }

  /** Emits an operation and returns its output. Throws its error, or `unavailable` without a response within 10 seconds. */
  async function call(namespace: Namespace, event: string, payload: object, signal?: AbortSignal): Promise<unknown> {
    const socket = join(namespace)
    try {
      const response = await withDeadline(RESPONSE_TIMEOUT_MS, [closed, signal], async stop => {
        if (!socket.connected) await once(socket, 'connect', stop)
        return Promise.race([socket.timeout(RESPONSE_TIMEOUT_MS).emitWithAck(event, payload), aborted(stop)])
      })
      if (response?.ok) return response.data
      throw new HeliographError(failure.parse(response?.error))
    } catch (error) {
      signal?.throwIfAborted()
      throw error instanceof HeliographError ? error : noResponse(error)
    }
  }

  return {
    join,
    call,
    /** Resolves when the namespace is joined and the place to follow its log from is known: `hasSeq`, or its first head. */
    async ready(namespace: Namespace, hasSeq: boolean) {
      const socket = join(namespace)
      await Promise.all([
        socket.connected || once(socket, 'connect', closed),
        hasSeq || once(socket, 'log.head', closed),
      ])
    },
    isConnected: (namespace: Namespace) => joined.get(namespace)?.connected ?? false,
    /** Replaces the connection's token before it expires. */
    renew(token: string) {
      const socket = [...joined.values()].find(each => each.connected)
      // If this gets lost, the server disconnects when the old token expires and we reconnect with the new one.
      socket?.timeout(RESPONSE_TIMEOUT_MS).emit('session.renew', { token }, () => undefined)
    },
    close() {
      closing.abort(noResponse())
      for (const socket of joined.values()) socket.disconnect()
      manager.removeAllListeners()
      options.status('offline')
    },
  }
}

const once = (socket: Socket, event: string, stop: AbortSignal): Promise<void> =>
  Promise.race([new Promise<void>(resolve => socket.once(event, () => resolve())), aborted(stop)])

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

/** In milliseconds: half a second doubling to ten, plus up to 50 % so that many clients do not reconnect at once. */
const backOff = (failures: number): number => Math.min(500 * 2 ** failures, 10_000) * (1 + Math.random() / 2)
