import { setTimeout as after } from 'node:timers/promises'
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
  /** Calls of it that are under way. */
  calls: number
  /** Its session has ended: it hears nothing more, but may still be answered what it asked before. */
  ended: boolean
  /** Closes when what is on its way has been taken. */
  close(): void
  /** Closes at once: a client that does not read, or may not, is not waited for. */
  cut(): void
}

type Followed = { ownerId: string; topic: string; id: string }

type Engine = Socket['conn']

type Deps = {
  onSlow(): void
  /** Those of some people who may see what an account shows its followers, or everybody. */
  whoSees(ownerId: string, viewerIds: readonly string[]): Promise<Set<string>>
  onError(error: unknown): void
}

/** Bytes that may wait for a client that does not read. */
const mostWaiting = 1024 * 1024
/** Watchers of a deleted post are told by its last frame, then they leave: nothing else comes of it. In milliseconds. */
const farewell = 600
/** Who ended their own session by a call of this connection has so long to hear that it is done. In milliseconds. */
const lastWord = 300
/** Whether somebody may still see what they follow is asked for so long; nobody who is not known to may. In milliseconds. */
const longestDoubt = 500

/** The connections of this node, by session and by account. */
export function createConnections({ onSlow, whoSees, onError }: Deps) {
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
      calls: 0,
      ended: false,
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
    const expire = () => {
      connection.ended = true
      connection.cut()
    }
    connection.expiry = setTimeout(expire, Math.max(0, expiresAt - Date.now()))
    connection.expiry.unref()
  }

  const leave = (connection: Connection, lost: (topic: Followed) => boolean) => {
    for (const [room, followed] of connection.topics) {
      if (!lost(followed)) continue
      void followed.socket.leave(room)
      connection.topics.delete(room)
    }
  }

  const end = (connection: Connection) => {
    if (connection.calls === 0) return connection.cut()
    connection.ended = true
    for (const socket of connection.sockets) for (const room of socket.rooms) void socket.leave(room)
    setTimeout(connection.cut, lastWord).unref()
  }

  const apply = ({ kind, subjectId, ownerId }: Invalidation) => {
    if (kind === 'session') {
      for (const connection of byEngine.values()) if (connection.viewer.sessionId === subjectId) end(connection)
    } else if (kind === 'account') {
      for (const connection of byUser.get(subjectId) ?? []) end(connection)
    } else if (kind === 'access') {
      for (const connection of byUser.get(subjectId) ?? []) leave(connection, topic => topic.ownerId === ownerId)
    } else if (kind === 'follow') {
      for (const connection of byUser.get(subjectId) ?? []) leave(connection, isPrivateTo(ownerId))
    } else if (kind === 'privacy') {
      void leaveUnseen(subjectId)
    } else {
      setTimeout(leavePost, farewell, subjectId).unref()
    }
  }

  const leaveUnseen = async (accountId: string) => {
    const isTheirs = isPrivateTo(accountId)
    const watching = [...byUser].filter(([, own]) => [...own].some(({ topics }) => [...topics.values()].some(isTheirs)))
    if (watching.length === 0) return
    const asked = whoSees(
      accountId,
      watching.map(([userId]) => userId),
    ).catch(error => {
      onError(error)
      return new Set<string>()
    })
    const seers = await Promise.race([asked, after(longestDoubt, new Set<string>(), { ref: false })])
    for (const [userId, own] of watching) {
      if (!seers.has(userId)) for (const connection of own) leave(connection, isTheirs)
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

/** What only those may follow who may see a private account. The card of it, with its counts, is everybody's. */
const isPrivateTo =
  (accountId: string | undefined) =>
  ({ ownerId, topic }: Followed) =>
    ownerId === accountId && topic !== 'profile'

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
