import type { Socket } from 'socket.io'
import type { Sessions } from '#auth/sessions'
import { type Namespace, type Operation, type OperationName, operations } from '#contract'
import type { Watchers } from '#core/live/watchers'
import { authenticate } from '#core/pipeline/authenticate'
import type { From } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import type { Run } from '#core/pipeline/run'
import type { Connection, Connections } from './connections.ts'
import { inOrder } from './in-order.ts'
import type { Received } from './packets.ts'

export type CallDeps = {
  run: Run
  sessions: Sessions
  connections: Connections
  watchers: Watchers<Socket>
  /** The room of a user's sockets. */
  roomOf(userId: string): string
  addressOf(socket: Socket): string
  observe(call: { operation: string; code: string; seconds: number }): void
}

type Ack = (response: unknown) => void
/** An event as the decoder emits it: its name, what it carries, and the acknowledgement if the client wants one. */
export type Event = [name: unknown, received: Received, ack?: Ack]
const noAck: Ack = () => {}

/** Runs events as operations within the quota of their user, and acknowledges them. */
export function createCalls({ run, sessions, connections, watchers, addressOf, observe }: CallDeps) {
  return async (socket: Socket, connection: Connection, table: Table, [event, received, ack = noAck]: Event) => {
    const began = performance.now()
    const name = typeof event === 'string' ? event : ''
    const known = table.get(name)
    const { client, userQuota } = connection
    let release = () => {}
    connection.calls += 1
    try {
      release = userQuota.hold(received.bytes)
      const data = await respond(socket, connection, known, name, received)
      ack({ ok: true, data })
      if (known) observe({ operation: name, code: 'ok', seconds: (performance.now() - began) / 1000 })
    } catch (error) {
      const apiError =
        error instanceof ApiError ? error : new ApiError('internal', 'Internal error; it has been logged.')
      ack({ ok: false, error: apiError.toFailure() })
      if (known) observe({ operation: name, code: apiError.code, seconds: (performance.now() - began) / 1000 })
      if (!known || received.isTooLarge || received.args.length > 1 || apiError.code === 'rate_limited')
        client.closeIf(userQuota.rejected())
    } finally {
      release()
      connection.calls -= 1
      if (connection.ended && connection.calls === 0) connections.closeEnded(connection)
    }
  }

  async function respond(
    socket: Socket,
    connection: Connection,
    known: Declared | undefined,
    name: string,
    { args, isTooLarge }: Received,
  ) {
    const { client, userQuota, viewer } = connection
    if (isTooLarge) throw new ApiError('too_large', 'A payload may have at most 64 kB.')
    if (args.length > 1) throw new ApiError('invalid', 'An event takes one payload and an acknowledgement.')
    const [payload] = args
    checkLives(connection)
    if (name === 'session.renew') return renew(connection, payload)
    if (!known) {
      await run.countAct('unknown', viewer)
      throw new ApiError('not_found', `Event ${name.slice(0, 60)} not found in this namespace.`)
    }
    const raw = known.field ? { ...(payload as object), [known.field]: known.namespace } : payload
    const call = async () => {
      await client.hasRoom()
      // It may have waited long for the calls before it.
      checkLives(connection)
      return run(known.name, raw, {
        viewer,
        from: fromOf(socket, connection),
        // A socket that has disconnected meanwhile, or whose session has ended, would never stop watching.
        watch: topic => {
          if (socket.connected && !connection.ended) watchers.watch(socket, viewer.id, topic)
        },
        unwatch: topic => watchers.unwatch(socket, topic),
      })
    }
    return inOrder(socket, raw, () => userQuota.run(call, client.id))
  }

  async function renew(connection: Connection, payload: unknown) {
    await run.countAct('renew', connection.viewer)
    const { token } = (payload ?? {}) as { token?: unknown }
    const { viewer, expiresAt } = await authenticate(sessions, typeof token === 'string' ? token : null)
    if (viewer.sessionId !== connection.viewer.sessionId)
      throw new ApiError('conflict', 'This token belongs to another session.')
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

function checkLives({ ended, client }: Connection) {
  if (ended) throw new ApiError('unauthenticated', 'This session has ended.')
  if (client.ending) throw new ApiError('unavailable', 'This connection is being closed.')
}

type Table = Map<string, Declared>
type Declared = { name: OperationName; field: string | undefined; namespace: Namespace }

/** The operations of a namespace. A map has no inherited names, so `constructor` is unknown. */
export function operationsOf(namespace: Namespace) {
  const table = new Map<string, Declared>()
  for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    if ([operation.namespace].flat().includes(namespace))
      table.set(name, { name, field: operation.namespaceField, namespace })
  }
  return table
}
