import {
  type CallOf,
  type EventName,
  events,
  type Namespace,
  namespaces,
  type OperationName,
  type OutputOf,
  operations,
} from '../src/contract/index.ts'
import { attempts, newIdempotencyKey } from './attempts.ts'
import { callOverHttp, type HttpCall } from './calls-over-http.ts'
import { openSockets, type Sockets, type Status } from './calls-over-socket.ts'
import type { CallOptions, ClientOptions, HeliographClient, UploadOptions } from './client.ts'
import { HeliographError } from './error.ts'
import { Listeners } from './listeners.ts'
import { Logs } from './logs.ts'
import { Session, type SignedIn } from './session.ts'
import { uploadOverHttp } from './upload.ts'

/** Creates a client. Nothing is sent before the first call. */
export function createClient(options: ClientOptions): HeliographClient {
  const http = { url: options.url.replace(/\/$/, ''), fetch: options.fetch ?? ((...args) => fetch(...args)) }
  const listeners = new Listeners()
  const statusHandlers = new Set<(status: Status) => void>()
  const wanted = new Set<Namespace>()
  const logs = new Logs(options.seqs ?? {}, {
    since: (stream, seq, limit) => call('log.since', { stream, seq, limit }),
    deliver: ({ event, payload, seq, at }) => listeners.emit(event, payload, { seq, at }),
    joined: stream => listeners.emit('joined', { namespace: stream }),
    voided: stream => listeners.emit('voided', { stream }),
    reset: (stream, head) => listeners.emit('reset', { stream, head }),
  })
  let sockets: Sockets | null = null

  const stored = options.tokens
  const session = new Session({
    tokens: (typeof stored === 'function' ? stored() : stored) ?? null,
    ...(typeof stored === 'function' && { stored }),
    refresh: async (refreshToken, timeoutMs) =>
      (await callOverHttp(
        http,
        'auth.refresh',
        { refreshToken },
        { token: null, ...(timeoutMs && { timeoutMs }) },
      )) as SignedIn,
    changed(tokens, how) {
      options.onTokens?.(tokens)
      if (how === 'renewed') return sockets?.renew(tokens!.accessToken)
      disconnect()
      logs.forget()
      if (session.signedIn) for (const namespace of wanted) connection().join(namespace)
      if (how === 'signedOut') listeners.emit('signedOut', {})
    },
  })

  function connection(): Sockets {
    sockets ??= openSockets({
      url: http.url,
      transports: options.transports ?? ['websocket', 'polling'],
      token: () => session.fresh(),
      renew: rejected => session.renew(rejected),
      joined(namespace) {
        if (!logs.rejoined(namespace)) listeners.emit('joined', { namespace })
      },
      closing: why => listeners.emit('connection.closing', why),
      pushed(namespace, event, payload, meta) {
        if (!logs.handle(namespace, event, payload, meta)) listeners.emit(event, payload)
      },
      status: status => statusHandlers.forEach(handler => void handler(status)),
    })
    return sockets
  }

  function disconnect() {
    sockets?.close()
    sockets = null
    logs.stop()
  }

  async function call<N extends OperationName>(name: N, input: CallOf<N>, how: CallOptions = {}): Promise<OutputOf<N>> {
    const { idempotent, kind, http: route } = operations[name]
    const given = 'idempotencyKey' in input ? input.idempotencyKey : undefined
    const key = idempotent && (how.idempotencyKey ?? given ?? newIdempotencyKey())
    const repeatable = kind === 'read' || idempotent === true || route?.startsWith('PUT ') === true
    const once = () => send(name, input, { ...how, ...(key && { idempotencyKey: key }) })
    const output = (await attempts(repeatable, once, how.signal)) as OutputOf<N>
    if (sessionEnding.has(name)) session.clear()
    // A signed-in user verifies a new contact without starting a new session.
    else if (name === 'auth.refresh' || (name === 'auth.verify' && session.signedIn))
      session.adopt(output as SignedIn, 'renewed')
    else if ('tokens' in output && output.tokens) session.adopt(output as SignedIn)
    return output
  }

  function send(name: OperationName, input: object, how: CallOptions): Promise<unknown> {
    const { http: route, namespaceField } = operations[name]
    const namespace = namespaceOf(name, input)
    const preferred = how.transport ?? options.transport
    const transport = preferred ?? (namespace && sockets?.isConnected(namespace) ? 'socket' : 'http')
    if (!namespace || (route && transport === 'http')) {
      return withToken(name, token => callOverHttp(http, name, input, { ...how, token }))
    }
    if (!session.signedIn) throw signedOut()
    const { [namespaceField ?? '']: _, ...rest } = input as Record<string, unknown>
    const payload = how.idempotencyKey ? { ...rest, idempotencyKey: how.idempotencyKey } : rest
    return connection().call(namespace, name, payload, how.signal)
  }

  /** Safe to retry: an upload has an idempotency key, and a profile has one photo. */
  async function upload<N extends OperationName>(name: N, file: Blob, about: object, how: UploadOptions) {
    const once = (token: string | null) => uploadOverHttp(http, name, file, about, { ...how, token })
    return (await attempts(true, () => withToken(name, once), how.signal)) as OutputOf<N>
  }

  /** Runs a request with the session's token, and once more with a new one if the server rejects it. */
  async function withToken<T>(name: OperationName, run: (token: HttpCall['token']) => Promise<T>): Promise<T> {
    const { access, namespace } = operations[name]
    const token = access === 'public' && !namespace ? null : await session.fresh()
    try {
      return await run(token)
    } catch (error) {
      const isRejected = token && error instanceof HeliographError && error.code === 'unauthenticated'
      const renewed = isRejected && (await session.renew(token))
      if (!renewed) throw error
      return run(renewed)
    }
  }

  return {
    call,
    upload: (file, about = {}, how = {}) =>
      upload('media.upload', file, about, { idempotencyKey: newIdempotencyKey(), ...how }),
    async setPhoto(file, about = {}, how = {}) {
      const output = await upload('users.setPhoto', file, about, how)
      if (output.tokens) session.adopt({ tokens: output.tokens, user: session.user })
      // If an earlier response was lost, the sign-up is already complete, and renewed tokens say so.
      else if (!session.signedIn) await session.renew(session.tokens?.accessToken ?? null)
      return output
    },
    signUp: input => call('auth.signUp', input),
    signIn: (login, password) => call('auth.signIn', { login, password }),
    async signOut() {
      await call('auth.signOut', {}).catch(() => undefined)
      session.clear()
    },
    session,
    get tokens() {
      return session.tokens
    },
    on(event, handler) {
      const namespace = events[event as EventName]?.namespace
      if (namespace) wanted.add(namespace)
      if (namespace && session.signedIn) connection().join(namespace)
      return listeners.on(event, handler)
    },
    onStatus(handler) {
      statusHandlers.add(handler)
      return () => statusHandlers.delete(handler)
    },
    async connect(...names) {
      if (!session.signedIn) throw signedOut()
      for (const name of names.length > 0 ? names : namespaces) wanted.add(name)
      await Promise.all([...wanted].map(namespace => connection().ready(namespace, logs.hasSeq(namespace))))
    },
    close() {
      session.stop()
      disconnect()
    },
    seq: stream => logs.seq(stream),
  }
}

/** Operations after which this session has ended. */
const sessionEnding = new Set<OperationName>(['auth.signOut', 'auth.signOutAll', 'auth.changePassword', 'users.delete'])

const signedOut = () => new HeliographError({ code: 'unauthenticated', detail: 'Sign in first.' })

/** The namespace whose socket takes an operation: the one named in its input, otherwise its first. */
function namespaceOf(name: OperationName, input: object): Namespace | null {
  const { namespace, namespaceField } = operations[name]
  if (namespaceField) return (input as Record<string, unknown>)[namespaceField] as Namespace
  return typeof namespace === 'object' ? (namespace?.[0] ?? null) : namespace
}
