import type { Server, Socket } from 'socket.io'
import type { ClusterBus } from './cluster-bus.ts'
import type { RedisClients } from './redis.ts'
import { openUserChannels } from './user-channels.ts'

/** An event on its way: `since` is when it was last read who may see it, by the clock that all processes share. */
type Push = { event: string; args: unknown[]; since: number }
type Addressed = Push & { namespace: string; userIds: readonly string[] }

type Deps = {
  io: Server
  bus: ClusterBus
  /** Null without other nodes. */
  redis: RedisClients | null
  now(): number
  /** Called for each push that another process sends to this one. */
  onReceived?(): void
}

/** The room of a user's sockets. Clients never name rooms. */
export const userRoom = (userId: string) => `user:${userId}`

/**
 * A push to more users goes to every node, once: nearly all of them have sockets of some, and one message for each user
 * would cost more.
 */
const maxChannels = 50
const maxUsersPerPush = 1000
/**
 * Milliseconds after which a push is not sent any more: a recipient may have lost the right to it. What a log holds is
 * found again there.
 */
const maxAge = 750

/** Sends events to the sockets of users, wherever they are connected, and to those who watch something on this node. */
export function createBroadcast({ io, bus, redis, now, onReceived = () => {} }: Deps) {
  const sendHere = ({ namespace, userIds, event, args, since }: Addressed) => {
    if (now() - since > maxAge) return false
    io.of(`/${namespace}`)
      .local.to(userIds.map(userRoom))
      .emit(event, ...args)
    return true
  }
  const receive = (push: Addressed) => {
    onReceived()
    sendHere(push)
  }
  // Not by the adapter's own broadcast, which does not say how old a push is when a slow connection to Redis delivers it.
  const channels =
    redis &&
    openUserChannels(redis, (userId, push) => receive({ ...(push as Omit<Addressed, 'userIds'>), userIds: [userId] }))
  bus.on('pushed', push => receive(push as Addressed))

  return {
    toUsers(namespace: string, userIds: readonly string[], push: Push) {
      let isSent = true
      for (let at = 0; at < userIds.length; at += maxUsersPerPush) {
        const addressed = { ...push, namespace, userIds: userIds.slice(at, at + maxUsersPerPush) }
        isSent = sendHere(addressed) && isSent
        if (userIds.length > maxChannels) bus.send('pushed', addressed)
      }
      if (userIds.length <= maxChannels) channels?.publish(userIds, { ...push, namespace })
      return isSent
    },
    /** Whether a push from here may reach sockets of a user. */
    mayReach: (namespace: string, userId: string) =>
      channels !== null || (io.of(`/${namespace}`).adapter.rooms.get(userRoom(userId))?.size ?? 0) > 0,
    /** The users of this node, for the other nodes. */
    presence: {
      enter: (userId: string) => channels?.enter(userId),
      leave: (userId: string) => channels?.leave(userId),
      /** Resolves when pushes of other nodes reach the user here. */
      reached: async (userId: string) => void (await channels?.listening(userId)),
    },
    toLocalUser(namespace: string, userId: string, event: string, ...args: unknown[]) {
      io.of(`/${namespace}`)
        .local.to(userRoom(userId))
        .emit(event, ...args)
    },
    /** Rooms of this node alone. */
    rooms: {
      enter: (socket: Socket, room: string) => void socket.join(room),
      leave: (socket: Socket, room: string) => void socket.leave(room),
    },
    toSocket: (socket: Socket, event: string, payload: unknown) => void socket.emit(event, payload),
    toRoom(namespace: string, room: string, event: string, payload: unknown, except: readonly Socket[]) {
      const all = io.of(`/${namespace}`).local.to(room)
      // A socket is alone in the room of its own id.
      const some = except.length > 0 ? all.except(except.map(socket => socket.id)) : all
      some.emit(event, payload)
    },
    close: () => channels?.close(),
  }
}
