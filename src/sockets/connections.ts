import type { Socket } from 'socket.io'
import type { From, Invalidation, Viewer } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { type Allowance, createAllowance } from './connection-share.ts'
import type { Engine, Line } from './line.ts'

/** One client's connection: all its namespaces, and the session it belongs to. */
export type Connection = {
  id: string
  viewer: Viewer
  line: Line
  /** What its person may take of this node, over all their connections. */
  allowance: Allowance
  expiry: NodeJS.Timeout | null
  from: From | null
  /** Calls of it that are under way. */
  calls: number
  /** Its session has ended: it hears nothing more, but may still be answered what it asked before. */
  ended: boolean
}

type Deps = {
  maxPerUser: number
  rateLimitScale: number
  /** Ends whatever a socket watches. */
  forget(socket: Socket, viewerId: string): void
}

/** Who ended their own session by a call of this connection has so long to hear that it is done. In milliseconds. */
const lastWord = 300

/** The connections of this node, by session and by account. */
export function createConnections({ maxPerUser, rateLimitScale, forget }: Deps) {
  const byEngine = new Map<Engine, Connection>()
  const byUser = new Map<string, { connections: Set<Connection>; allowance: Allowance }>()

  const connectionsOf = (userId: string) => byUser.get(userId)?.connections ?? []

  /** Takes a line as somebody's. Refuses whoever has too many connections. */
  const open = (line: Line, viewer: Viewer, expiresAt: number): Connection => {
    const own = byUser.get(viewer.id) ?? { connections: new Set(), allowance: createAllowance(rateLimitScale) }
    const { connections, allowance } = own
    if ([...connections].filter(other => other.line.ending === null).length >= maxPerUser) {
      throw new ApiError('rate_limited', `You may have at most ${maxPerUser} connections.`, { retryAfter: 30 })
    }
    const { engine } = line
    const connection: Connection = {
      id: line.id,
      viewer,
      line,
      allowance,
      expiry: null,
      from: null,
      calls: 0,
      ended: false,
    }
    line.share.signIn(allowance)
    byEngine.set(engine, connection)
    connections.add(connection)
    byUser.set(viewer.id, own)
    engine.once('close', () => {
      if (connection.expiry) clearTimeout(connection.expiry)
      byEngine.delete(engine)
      connections.delete(connection)
      if (connections.size === 0 && byUser.get(viewer.id) === own) byUser.delete(viewer.id)
    })
    renew(connection, expiresAt)
    return connection
  }

  /** The connection closes when its token expires, unless it is renewed before. */
  const renew = (connection: Connection, expiresAt: number) => {
    if (connection.expiry) clearTimeout(connection.expiry)
    const expire = () => {
      connection.ended = true
      connection.line.close(
        'expired',
        new ApiError('unauthenticated', 'The access token of this connection has expired.'),
      )
    }
    connection.expiry = setTimeout(expire, Math.max(0, expiresAt - Date.now()))
    connection.expiry.unref()
  }

  const end = (connection: Connection) => {
    if (connection.calls === 0) return connection.line.close('ended', ended)
    connection.ended = true
    for (const socket of connection.line.sockets) {
      forget(socket, connection.viewer.id)
      for (const room of socket.rooms) void socket.leave(room)
    }
    setTimeout(() => connection.line.close('ended', ended), lastWord).unref()
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
    /** Called when an ended connection has been answered what it asked before. */
    closeEnded: ({ line }: Connection) => line.close('ended', ended, { lastWords: true }),
    closeAll: () => {
      for (const { line } of byEngine.values()) line.close('unavailable', away, { lastWords: true })
    },
  }
}

const ended = new ApiError('unauthenticated', 'This session has ended.')
const away = new ApiError('unavailable', 'This server cannot serve connections now.', { retryAfter: 1 })

export type Connections = ReturnType<typeof createConnections>
