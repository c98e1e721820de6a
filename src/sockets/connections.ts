import type { Socket } from 'socket.io'
import type { From, Invalidation, Viewer } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import type { ClientConnection, Engine } from './client-connection.ts'
import { createUserQuota, type UserQuota } from './quotas.ts'

/** A signed-in connection with its session; it carries all namespaces. */
export type Connection = {
  id: string
  viewer: Viewer
  client: ClientConnection
  /** The quota of its user on this node, shared by all their connections. */
  userQuota: UserQuota
  expiry: NodeJS.Timeout | null
  from: From | null
  /** The number of its calls in progress. */
  calls: number
  /** Whether its session has ended: it receives no more events, but its calls in progress are still acknowledged. */
  ended: boolean
}

type Deps = {
  maxPerUser: number
  rateLimitScale: number
  /** The users of this node: other nodes send their pushes here while they are. */
  presence: { enter(userId: string): void; leave(userId: string): void; reached(userId: string): Promise<void> }
  /** Ends all watching of a socket. */
  forget(socket: Socket, viewerId: string): void
}

/** How long calls in progress of an ended session may still be acknowledged, in milliseconds. */
const graceMs = 300

/** The connections of this node, by session and by account. */
export function createConnections({ maxPerUser, rateLimitScale, presence, forget }: Deps) {
  const byEngine = new Map<Engine, Connection>()
  const byUser = new Map<string, { connections: Set<Connection>; userQuota: UserQuota }>()

  const connectionsOf = (userId: string) => byUser.get(userId)?.connections ?? []

  /** Signs a connection in. Throws `rate_limited` if the user has too many connections. */
  const open = (client: ClientConnection, viewer: Viewer, expiresAt: number): Connection => {
    const own = byUser.get(viewer.id) ?? { connections: new Set(), userQuota: createUserQuota(rateLimitScale) }
    const { connections, userQuota } = own
    if ([...connections].filter(other => other.client.ending === null).length >= maxPerUser) {
      throw new ApiError('rate_limited', `You may have at most ${maxPerUser} connections.`, { retryAfter: 30 })
    }
    const { engine } = client
    const connection: Connection = {
      id: client.id,
      viewer,
      client,
      userQuota,
      expiry: null,
      from: null,
      calls: 0,
      ended: false,
    }
    client.quota.signIn(userQuota)
    byEngine.set(engine, connection)
    connections.add(connection)
    if (!byUser.has(viewer.id)) presence.enter(viewer.id)
    byUser.set(viewer.id, own)
    engine.once('close', () => {
      if (connection.expiry) clearTimeout(connection.expiry)
      byEngine.delete(engine)
      connections.delete(connection)
      if (connections.size > 0 || byUser.get(viewer.id) !== own) return
      byUser.delete(viewer.id)
      presence.leave(viewer.id)
    })
    renew(connection, expiresAt)
    return connection
  }

  /** The connection closes when its token expires, unless it is renewed before. */
  const renew = (connection: Connection, expiresAt: number) => {
    if (connection.expiry) clearTimeout(connection.expiry)
    const expire = () => {
      connection.ended = true
      connection.client.close(
        'expired',
        new ApiError('unauthenticated', 'The access token of this connection has expired.'),
      )
    }
    connection.expiry = setTimeout(expire, Math.max(0, expiresAt - Date.now()))
    connection.expiry.unref()
  }

  const end = (connection: Connection) => {
    if (connection.calls === 0) return connection.client.close('ended', ended)
    connection.ended = true
    for (const socket of connection.client.sockets) {
      forget(socket, connection.viewer.id)
      for (const room of socket.rooms) void socket.leave(room)
    }
    setTimeout(() => connection.client.close('ended', ended), graceMs).unref()
  }

  const apply = ({ kind, subjectId }: Invalidation) => {
    if (kind === 'session') {
      for (const connection of byEngine.values()) if (connection.viewer.sessionId === subjectId) end(connection)
    } else if (kind === 'account') {
      for (const connection of connectionsOf(subjectId)) end(connection)
    }
  }

  return {
    of: (engine: Engine) => byEngine.get(engine),
    open,
    renew,
    apply,
    users: () => [...byUser.keys()],
    /** Closes an ended connection whose calls have all been acknowledged. */
    closeEnded: ({ client }: Connection) => client.close('ended', ended, { flush: true }),
    /** Resolves when pushes of other nodes reach a user of this node. */
    reached: presence.reached,
    closeAll: () => {
      for (const { client } of byEngine.values()) client.close('unavailable', away, { flush: true })
    },
  }
}

const ended = new ApiError('unauthenticated', 'This session has ended.')
const away = new ApiError('unavailable', 'This server is not accepting connections.', { retryAfter: 1 })

export type Connections = ReturnType<typeof createConnections>
