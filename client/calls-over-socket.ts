import { Manager, type Socket } from 'socket.io-client'
import { type Closing, closing as closingShape } from '../src/contract/connection.ts'
import { failure } from '../src/contract/errors.ts'
import type { Namespace } from '../src/contract/index.ts'
import { withDeadline } from './deadline.ts'
import { HeliographError, unanswered } from './error.ts'

export type SocketDoor = {
  url: string
  transports: ('websocket' | 'polling')[]
  /** A token to connect with, renewed where it is about to expire; null when signed out. */
  token: () => Promise<string | null>
  /** The server refused this token: get another. */
  renew: (refused: string | null) => Promise<string | null>
  joined: (namespace: Namespace) => void
  /** The server closes the connection, and says why: told once for all namespaces. */
  closing: (why: Closing) => void
  pushed: (namespace: Namespace, event: string, payload: unknown, meta?: { seq: number; at: string }) => void
  status: (status: Status) => void
}
/** `offline`: no connection is wanted or there never was one; `reconnecting`: one was lost and is being made again. */
export type Status = 'connected' | 'reconnecting' | 'offline'
export type Sockets = ReturnType<typeof openSockets>

const ANSWER_MS = 10_000
const DELAY_MS = 500
const MAX_DELAY_MS = 10_000

/** The namespaces of one shared connection, each joined when it is first needed and joined again until `close`. */
export function openSockets(door: SocketDoor) {
  const manager = new Manager(door.url, {
    autoConnect: false,
    transports: door.transports,
    tryAllTransports: true,
    reconnectionDelay: DELAY_MS,
    reconnectionDelayMax: MAX_DELAY_MS,
    randomizationFactor: 0.5,
  })
  const joined = new Map<Namespace, Socket>()
  const closing = new AbortController()
  const closed = closing.signal
  let told: Status = 'offline'

  /** A first connection that fails is no reconnecting; it goes on being offline. */
  const tell = (status: Status) => {
    if (status === told || (status === 'reconnecting' && told === 'offline')) return
    told = status
    door.status(status)
  }
  manager.on('close', () => closed.aborted || tell('reconnecting'))

  /** Connects again no sooner than so many seconds from now: jitter takes up to half of the delay away. */
  const wait = (seconds: number) => {
    const ms = Math.max(DELAY_MS, seconds * 2000)
    manager.reconnectionDelayMax(Math.max(MAX_DELAY_MS, ms))
    manager.reconnectionDelay(ms)
  }
  let isClosing = false
  const heardWhy = (payload: unknown) => {
    const why = closingShape.safeParse(payload)
    if (isClosing || !why.success) return
    isClosing = true
    wait(why.data.retryAfter ?? 0)
    door.closing(why.data)
  }

  function join(namespace: Namespace): Socket {
    const known = joined.get(namespace)
    if (known) return known
    let token: string | null = null
    let refusals = 0
    const socket = manager.socket(`/${namespace}`, {
      auth: async (send: (auth: object) => void) => {
        token = await door.token().catch(() => null)
        send({ token })
      },
    })
    const again = (seconds = 0) =>
      setTimeout(() => closed.aborted || socket.connect(), Math.max(seconds * 1000, backOff(refusals++)))
    socket.on('connect', () => {
      refusals = 0
      isClosing = false
      wait(0)
      tell('connected')
      door.joined(namespace)
    })
    socket.on('connect_error', async (error: Error & { data?: { code?: string; retryAfter?: number } }) => {
      heardWhy(error.data)
      // An active socket is connected again by its manager; one that the server refused is not.
      if (socket.active || closed.aborted) return
      tell('reconnecting')
      if (error.data?.code === 'unauthenticated' && !(await door.renew(token).catch(() => 'later'))) return
      again(error.data?.retryAfter)
    })
    socket.on('disconnect', reason => {
      if (reason !== 'io server disconnect' || closed.aborted) return
      tell('reconnecting')
      again()
    })
    socket.onAny((event, payload, meta) => {
      if (event === 'connection.closing') heardWhy(payload)
      else door.pushed(namespace, event, payload, meta)
    })
    joined.set(namespace, socket.connect())
    return socket
  }

  /** Emits an operation and answers its output; throws the refusal, or `unavailable` without an answer within 10 s. */
  async function call(namespace: Namespace, event: string, payload: object, signal?: AbortSignal): Promise<unknown> {
    const socket = join(namespace)
    try {
      const answer = await withDeadline(ANSWER_MS, [closed, signal], async stop => {
        if (!socket.connected) await once(socket, 'connect', stop)
        return Promise.race([socket.timeout(ANSWER_MS).emitWithAck(event, payload), aborted(stop)])
      })
      if (answer?.ok) return answer.data
      throw new HeliographError(failure.parse(answer?.error))
    } catch (error) {
      signal?.throwIfAborted()
      throw error instanceof HeliographError ? error : unanswered(error)
    }
  }

  return {
    join,
    call,
    /** Resolves when the namespace is joined and, unless it is known where its log is followed from, that has come. */
    async ready(namespace: Namespace, isKnown: boolean) {
      const socket = join(namespace)
      await Promise.all([
        socket.connected || once(socket, 'connect', closed),
        isKnown || once(socket, 'log.head', closed),
      ])
    },
    isConnected: (namespace: Namespace) => joined.get(namespace)?.connected ?? false,
    /** Gives the whole connection a new token before the old one expires. */
    renew(token: string) {
      const socket = [...joined.values()].find(each => each.connected)
      // Without an answer the server ends the connection when the old token expires, and we come back with the new one.
      socket?.timeout(ANSWER_MS).emit('session.renew', { token }, () => undefined)
    },
    close() {
      closing.abort(unanswered())
      for (const socket of joined.values()) socket.disconnect()
      manager.removeAllListeners()
      door.status('offline')
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

/** Half a second, doubling to ten, plus up to half as much again so that many clients do not come back at once. */
const backOff = (refusals: number): number => Math.min(500 * 2 ** refusals, 10_000) * (1 + Math.random() / 2)
