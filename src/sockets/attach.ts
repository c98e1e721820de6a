import type { Server, Socket } from 'socket.io'
import { type Namespace, namespaces, type Stream, streams } from '#contract'
import { checkFinished } from '#core/pipeline/access'
import { authenticate } from '#core/pipeline/authenticate'
import { ApiError } from '#core/pipeline/errors'
import { type CallDeps, createCalls, type Event, operationsOf } from './calls.ts'
import type { ClientConnections } from './client-connections.ts'

export { parser } from './packets.ts'

type Deps = CallDeps & {
  io: Server
  clients: ClientConnections
  headOf(userId: string, stream: Stream): Promise<number>
  /** Counts the sockets of a namespace up or down. */
  count(namespace: Namespace, step: 1 | -1): void
}

/** Serves the namespaces over Socket.IO, to viewers with a finished account. */
export function attachSockets({ io, clients, headOf, count, ...deps }: Deps) {
  const { run, sessions, connections, watchers, roomOf } = deps
  const onEvent = createCalls(deps)
  // The main namespace is not used.
  io.of('/').use((_, next) =>
    next(connectError(new ApiError('not_found', 'This namespace has no events; join one of the others.'))),
  )
  for (const name of namespaces) serve(name)

  function serve(name: Namespace) {
    const table = operationsOf(name)
    const namespace = io.of(`/${name}`)
    namespace.use(async (socket, next) => {
      const entered = enteredBy(socket)
      if (entered.has(name))
        return next(connectError(new ApiError('conflict', 'This connection has already joined the namespace.')))
      entered.add(name)
      try {
        await admit(socket)
        next()
      } catch (error) {
        entered.delete(name)
        const apiError = error instanceof ApiError ? error : new ApiError('unavailable', 'The server is unavailable.')
        next(connectError(apiError))
      }
    })
    namespace.on('connection', socket => {
      const connection = connections.of(socket.conn)
      if (!connection) return socket.disconnect(true)
      connection.client.sockets.add(socket)
      count(name, 1)
      socket.once('disconnect', () => {
        enteredBy(socket).delete(name)
        connection.client.sockets.delete(socket)
        count(name, -1)
        watchers.forget(socket, connection.viewer.id)
      })
      void socket.join(roomOf(connection.viewer.id))
      // Every event is handled here and none is passed on: whatever its name or arguments, it reaches no emitter.
      socket.use(packet => void onEvent(socket, connection, table, packet as unknown as Event))
      if ((streams as readonly string[]).includes(name)) void emitHead(socket, connection.viewer.id, name as Stream)
    })
  }

  async function admit(socket: Socket) {
    const { token } = socket.handshake.auth as { token?: unknown }
    const { viewer, expiresAt } = await authenticate(sessions, typeof token === 'string' ? token : null)
    checkFinished(viewer)
    await run.countAct('join', viewer)
    // A client that has disconnected meanwhile would never be removed.
    const client = clients.of(socket.conn)
    if (!client || socket.conn.readyState !== 'open') throw new ApiError('unavailable', 'The connection has closed.')
    const connection = connections.of(socket.conn)
    if (!connection) connections.open(client, viewer, expiresAt)
    else if (connection.viewer.sessionId !== viewer.sessionId) {
      throw new ApiError('conflict', 'This connection belongs to another session.')
    }
    // Whoever has joined misses no push of another node.
    await connections.reached(viewer.id)
  }

  async function emitHead(socket: Socket, userId: string, stream: Stream) {
    const seq = await headOf(userId, stream).catch(() => null)
    if (seq !== null) socket.emit('log.head', { seq })
  }
}

const connectError = (error: ApiError) => Object.assign(new Error(error.message), { data: error.toFailure() })

/** The namespaces that a connection has joined or is joining, so that concurrent requests join each once. */
function enteredBy({ conn }: Socket) {
  const known = entered.get(conn) ?? new Set()
  entered.set(conn, known)
  return known
}

const entered = new WeakMap<object, Set<Namespace>>()
