import type { Server, Socket } from 'socket.io'
import {
  type Namespace,
  namespaces,
  type Operation,
  type OperationName,
  operations,
  type Stream,
  streams,
} from '#contract'
import type { From } from '#core/context'
import { Refusal, refuse } from '#core/refusal'
import { checkFinished, type Run } from '#core/run'
import type { Sessions } from '#core/sessions'
import type { Connection, Connections } from './connections.ts'
import { inOrder } from './in-order.ts'
import type { Lines } from './lines.ts'
import type { Came } from './packets.ts'

export { parser } from './packets.ts'

type Deps = {
  io: Server
  run: Run
  sessions: Sessions
  lines: Lines
  connections: Connections
  rooms: { user(userId: string): string; topic(topic: string, id: string): string }
  headOf(userId: string, stream: Stream): Promise<number>
  addressOf(socket: Socket): string
  observe(call: { operation: string; code: string; seconds: number }): void
  /** One socket more or less in a namespace. */
  count(namespace: Namespace, step: 1 | -1): void
}

type Ack = (answer: unknown) => void
/** An event as the decoder hands it on: its name, what came with it, and its acknowledgement if one is wanted. */
type Event = [name: unknown, came: Came, ack?: Ack]
const noAck: Ack = () => {}

/** The socket door: namespaces, who may join them, and events as operations. */
export function attachSockets({
  io,
  run,
  sessions,
  lines,
  connections,
  rooms,
  headOf,
  addressOf,
  observe,
  count,
}: Deps) {
  // The main namespace carries nothing.
  io.of('/').use((_, next) =>
    next(connectError(refuse('not_found', 'This namespace carries nothing; join one of the five.'))),
  )
  for (const name of namespaces) serve(name)

  function serve(name: Namespace) {
    const table = operationsOf(name)
    const namespace = io.of(`/${name}`)
    namespace.use(async (socket, next) => {
      const entered = enteredBy(socket)
      if (entered.has(name))
        return next(connectError(refuse('conflict', 'This connection is in the namespace already.')))
      entered.add(name)
      try {
        await admit(socket)
        next()
      } catch (error) {
        entered.delete(name)
        const refusal = error instanceof Refusal ? error : refuse('unavailable', 'The server cannot answer now.')
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
        for (const [room, followed] of connection.topics) if (followed.socket === socket) connection.topics.delete(room)
      })
      void socket.join(rooms.user(connection.viewer.id))
      // Everything is taken here and nothing is passed on: no event reaches an emitter, whatever its name or arguments.
      socket.use(packet => void onPacket(socket, connection, table, packet as unknown as Event))
      if ((streams as readonly string[]).includes(name)) void tellHead(socket, connection.viewer.id, name as Stream)
    })
  }

  async function admit(socket: Socket) {
    const { token } = socket.handshake.auth as { token?: unknown }
    const { viewer, expiresAt } = await sessions.authenticate(typeof token === 'string' ? token : null)
    checkFinished(viewer)
    await run.countAct('join', viewer)
    // Who has hung up meanwhile would never be forgotten.
    const line = lines.of(socket.conn)
    if (!line || socket.conn.readyState !== 'open') throw refuse('unavailable', 'The connection has closed.')
    const connection = connections.of(socket.conn)
    if (!connection) connections.open(line, viewer, expiresAt)
    else if (connection.viewer.sessionId !== viewer.sessionId) {
      throw refuse('conflict', 'This connection belongs to another session.')
    }
  }

  async function tellHead(socket: Socket, userId: string, stream: Stream) {
    const seq = await headOf(userId, stream).catch(() => null)
    if (seq !== null) socket.emit('log.head', { seq })
  }

  async function onPacket(socket: Socket, connection: Connection, table: Table, [event, came, ack = noAck]: Event) {
    const began = performance.now()
    const name = typeof event === 'string' ? event : ''
    const known = table.get(name)
    const { line } = connection
    let release = () => {}
    connection.calls += 1
    try {
      release = line.share.hold(came.bytes)
      const data = await answer(socket, connection, known, name, came)
      ack({ ok: true, data })
      if (known) observe({ operation: name, code: 'ok', seconds: (performance.now() - began) / 1000 })
    } catch (error) {
      const refusal =
        error instanceof Refusal ? error : refuse('internal', 'Something went wrong here; it has been noted.')
      ack({ ok: false, error: refusal.toFailure() })
      if (known) observe({ operation: name, code: refusal.code, seconds: (performance.now() - began) / 1000 })
      if (!known || came.isTooLarge || came.args.length > 1 || refusal.code === 'rate_limited') line.refused()
    } finally {
      release()
      connection.calls -= 1
      if (connection.ended && connection.calls === 0) connections.closeEnded(connection)
    }
  }

  async function answer(
    socket: Socket,
    connection: Connection,
    known: Declared | undefined,
    name: string,
    { args, isTooLarge }: Came,
  ) {
    const { line, viewer } = connection
    if (isTooLarge) throw refuse('too_large', 'A payload may have 64 kB.')
    if (args.length > 1) throw refuse('invalid', 'An event takes one payload and an acknowledgement.')
    const [payload] = args
    checkLives(connection)
    if (name === 'session.renew') return renew(connection, payload)
    if (!known) {
      await run.countAct('unknown', viewer)
      throw refuse('not_found', `There is no event ${name.slice(0, 60)} in this namespace.`)
    }
    const raw = known.field ? { ...(payload as object), [known.field]: known.namespace } : payload
    const call = async () => {
      await line.hasRoom()
      // It may have waited for others before it for long.
      checkLives(connection)
      return run(known.name, raw, {
        viewer,
        from: fromOf(socket, connection),
        watch: ({ topic, id, ownerId }) => {
          const room = rooms.topic(topic, id)
          void socket.join(room)
          connection.topics.set(room, { socket, ownerId, topic, id })
        },
        unwatch: ({ topic, id }) => {
          const room = rooms.topic(topic, id)
          void socket.leave(room)
          connection.topics.delete(room)
        },
      })
    }
    return inOrder(socket, raw, () => line.share.run(call))
  }

  async function renew(connection: Connection, payload: unknown) {
    await run.countAct('renew', connection.viewer)
    const { token } = (payload ?? {}) as { token?: unknown }
    const { viewer, expiresAt } = await sessions.authenticate(typeof token === 'string' ? token : null)
    if (viewer.sessionId !== connection.viewer.sessionId) throw refuse('conflict', 'This token is of another session.')
    connections.renew(connection, expiresAt)
    return {}
  }

  function fromOf(socket: Socket, connection: Connection): From {
    connection.from ??= {
      ip: addressOf(socket),
      userAgent: String(socket.handshake.headers['user-agent'] ?? ''),
      connectionId: connection.id,
    }
    return connection.from
  }
}

function checkLives({ ended, line }: Connection) {
  if (ended) throw refuse('unauthenticated', 'This session has ended.')
  if (line.ending) throw refuse('unavailable', 'This connection is being closed.')
}

type Table = Map<string, Declared>
type Declared = { name: OperationName; field: string | undefined; namespace: Namespace }

/** The events of a namespace. A map has no inherited names, so `constructor` is as unknown as any other. */
function operationsOf(namespace: Namespace) {
  const table = new Map<string, Declared>()
  for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    if ([operation.namespace].flat().includes(namespace))
      table.set(name, { name, field: operation.namespaceField, namespace })
  }
  return table
}

const connectError = (refusal: Refusal) => Object.assign(new Error(refusal.message), { data: refusal.toFailure() })

/** The namespaces that a connection is in or on its way into: asked for many times at once, each is joined once. */
function enteredBy({ conn }: Socket) {
  const known = entered.get(conn) ?? new Set()
  entered.set(conn, known)
  return known
}

const entered = new WeakMap<object, Set<Namespace>>()
