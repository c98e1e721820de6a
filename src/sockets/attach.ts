import type { Server, Socket } from 'socket.io'
import { type Namespace, namespaces, type Stream, streams } from '#contract'
import { checkFinished } from '#core/pipeline/access'
import { authenticate } from '#core/pipeline/authenticate'
import { ApiError } from '#core/pipeline/errors'
import { type CallDeps, createCalls, type Event, operationsOf } from './calls.ts'
import type { Lines } from './lines.ts'

export { parser } from './packets.ts'

type Deps = CallDeps & {
  io: Server
  lines: Lines
  headOf(userId: string, stream: Stream): Promise<number>
  /** One socket more or less in a namespace. */
  count(namespace: Namespace, step: 1 | -1): void
}

/** The socket door: namespaces, and who may join them. */
export function attachSockets({ io, lines, headOf, count, ...deps }: Deps) {
  const { run, sessions, connections, watchers, roomOf } = deps
  const onEvent = createCalls(deps)
  // The main namespace carries nothing.
  io.of('/').use((_, next) =>
    next(connectError(new ApiError('not_found', 'This namespace carries nothing; join one of the five.'))),
  )
  for (const name of namespaces) serve(name)

  function serve(name: Namespace) {
    const table = operationsOf(name)
    const namespace = io.of(`/${name}`)
    namespace.use(async (socket, next) => {
      const entered = enteredBy(socket)
      if (entered.has(name))
        return next(connectError(new ApiError('conflict', 'This connection is in the namespace already.')))
      entered.add(name)
      try {
        await admit(socket)
        next()
      } catch (error) {
        entered.delete(name)
        const refusal = error instanceof ApiError ? error : new ApiError('unavailable', 'The server cannot answer now.')
        next(connectError(refusal))
      }
    })
    namespace.on('connection', socket => {
      const connection = connections.of(socket.conn)
      if (!connection) return socket.disconnect(true)
      connection.line.sockets.add(socket)
      count(name, 1)
      socket.once('disconnect', () => {
        enteredBy(socket).delete(name)
        connection.line.sockets.delete(socket)
        count(name, -1)
        watchers.forget(socket, connection.viewer.id)
      })
      void socket.join(roomOf(connection.viewer.id))
      // Everything is taken here and nothing is passed on: no event reaches an emitter, whatever its name or arguments.
      socket.use(packet => void onEvent(socket, connection, table, packet as unknown as Event))
      if ((streams as readonly string[]).includes(name)) void emitHead(socket, connection.viewer.id, name as Stream)
    })
  }

  async function admit(socket: Socket) {
    const { token } = socket.handshake.auth as { token?: unknown }
    const { viewer, expiresAt } = await authenticate(sessions, typeof token === 'string' ? token : null)
    checkFinished(viewer)
    await run.countAct('join', viewer)
    // Who has hung up meanwhile would never be forgotten.
    const line = lines.of(socket.conn)
    if (!line || socket.conn.readyState !== 'open') throw new ApiError('unavailable', 'The connection has closed.')
    const connection = connections.of(socket.conn)
    if (!connection) connections.open(line, viewer, expiresAt)
    else if (connection.viewer.sessionId !== viewer.sessionId) {
      throw new ApiError('conflict', 'This connection belongs to another session.')
    }
  }

  async function emitHead(socket: Socket, userId: string, stream: Stream) {
    const seq = await headOf(userId, stream).catch(() => null)
    if (seq !== null) socket.emit('log.head', { seq })
  }
}

const connectError = (refusal: ApiError) => Object.assign(new Error(refusal.message), { data: refusal.toFailure() })

/** The namespaces that a connection is in or on its way into: asked for many times at once, each is joined once. */
function enteredBy({ conn }: Socket) {
  const known = entered.get(conn) ?? new Set()
  entered.set(conn, known)
  return known
}

const entered = new WeakMap<object, Set<Namespace>>()
