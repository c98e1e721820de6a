import type { Socket } from 'socket.io'
import type { From, Invalidation, Viewer } from '#core/context'

/** One client's connection: all its namespaces, and the session it belongs to. */
export type Connection = {
  id: string
  viewer: Viewer
  expiry: NodeJS.Timeout | null
  sockets: Set<Socket>
  from: From | null
  /** Topics it follows, by room, with whose they are. */
  topics: Map<string, { socket: Socket; ownerId: string; topic: string; id: string }>
  /** Closes when what is on its way has been taken. */
  close(): void
  /** Closes at once: a client that does not read, or may not, is not waited for. */
  cut(): void
}

type Engine = Socket['conn']

/** Bytes that may wait for a client that does not read. */
const mostWaiting = 1024 * 1024
/** Watchers of a deleted post are told by its last frame, then they leave: nothing else comes of it. In milliseconds. */
const farewell = 600

/** The connections of this node, by session and by account. */
export function createConnections(onSlow: () => void) {
  const byEngine = new Map<Engine, Connection>()
  const byUser = new Map<string, Set<Connection>>()

  const open = (socket: Socket, viewer: Viewer, expiresAt: number): Connection => {
    const engine = socket.conn
    const connection: Connection = {
      id: (engine as unknown as { id: string }).id,
      viewer,
      expiry: null,
      sockets: new Set(),
      from: null,
      topics: new Map(),
      close: () => engine.close(),
      cut: () => engine.close(true),
    }
    byEngine.set(engine, connection)
    const own = byUser.get(viewer.id) ?? new Set()
    byUser.set(viewer.id, own.add(connection))
    engine.once('close', () => {
      if (connection.expiry) clearTimeout(connection.expiry)
      byEngine.delete(engine)
      own.delete(connection)
      if (own.size === 0 && byUser.get(viewer.id) === own) byUser.delete(viewer.id)
    })
    renew(connection, expiresAt)
    return connection
  }

  /** The connection closes when its token expires, unless it is renewed before. */
  const renew = (connection: Connection, expiresAt: number) => {
    if (connection.expiry) clearTimeout(connection.expiry)
    connection.expiry = setTimeout(connection.cut, Math.max(0, expiresAt - Date.now()))
    connection.expiry.unref()
  }

  const leave = (connection: Connection, lost: (topic: { ownerId: string; topic: string; id: string }) => boolean) => {
    for (const [room, followed] of connection.topics) {
      if (!lost(followed)) continue
      void followed.socket.leave(room)
      connection.topics.delete(room)
    }
  }

  const apply = ({ kind, subjectId, ownerId }: Invalidation) => {
    if (kind === 'session') {
      for (const connection of byEngine.values()) if (connection.viewer.sessionId === subjectId) connection.cut()
    } else if (kind === 'account') {
      for (const connection of byUser.get(subjectId) ?? []) connection.cut()
    } else if (kind === 'access') {
      for (const connection of byUser.get(subjectId) ?? []) leave(connection, topic => topic.ownerId === ownerId)
    } else {
      setTimeout(leavePost, farewell, subjectId).unref()
    }
  }

  const leavePost = (postId: string) => {
    for (const connection of byEngine.values()) leave(connection, ({ topic, id }) => topic === 'post' && id === postId)
  }

  const closeSlow = () => {
    for (const [engine, connection] of byEngine) {
      if (waitingIn(engine) <= mostWaiting) continue
      onSlow()
      connection.cut()
    }
  }
  const timer = setInterval(closeSlow, 1000)

  return {
    of: (engine: Engine) => byEngine.get(engine),
    open,
    renew,
    apply,
    users: () => [...byUser.keys()],
    closeAll: () => {
      for (const connection of byEngine.values()) connection.close()
    },
    stop: () => clearInterval(timer),
  }
}

/** Bytes that the client has not taken yet: in the library's buffer and in the operating system's. */
function waitingIn(engine: Engine) {
  const { writeBuffer, transport } = engine as unknown as {
    writeBuffer: { data?: unknown }[]
    transport: { socket?: { bufferedAmount?: number } }
  }
  const buffered = transport.socket?.bufferedAmount ?? 0
  return writeBuffer.reduce((sum, packet) => sum + String(packet.data ?? '').length, buffered)
}

export type Connections = ReturnType<typeof createConnections>
