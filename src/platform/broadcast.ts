import type { Server, Socket } from 'socket.io'

/** What nodes tell each other beside the events that they relay. */
export type Gossip = { moved(list: unknown[]): void; invalidated(list: unknown[]): void; counted(list: string[]): void }

/** Rooms have one name for each kind; clients never name them. */
export const userRoom = (userId: string) => `user:${userId}`
export const topicRoom = (topic: string, id: string) => `${topic}:${id}`

/** So many rooms go into one emit. */
const mostRooms = 1000

/**
 * The one emitter: to the sockets of users wherever they are connected, and to those who watch something here. Works on
 * a server that listens as well as on a worker's, which only has the adapter.
 */
export function createBroadcast(io: Server, { isCluster }: { isCluster: boolean }) {
  const roomSize = (namespace: string, room: string) => io.of(`/${namespace}`).adapter.rooms.get(room)?.size ?? 0
  return {
    toUsers(namespace: string, userIds: readonly string[], event: string, ...args: unknown[]) {
      for (let at = 0; at < userIds.length; at += mostRooms) {
        const rooms = userIds.slice(at, at + mostRooms).map(userRoom)
        io.of(`/${namespace}`)
          .to(rooms)
          .emit(event, ...args)
      }
    },
    mayReach: (namespace: string, userId: string) => isCluster || roomSize(namespace, userRoom(userId)) > 0,
    toLocalUser(namespace: string, userId: string, event: string, ...args: unknown[]) {
      io.of(`/${namespace}`)
        .local.to(userRoom(userId))
        .emit(event, ...args)
    },
    isWatched: (namespace: string, topic: string, id: string) => roomSize(namespace, topicRoom(topic, id)) > 0,
    /** The sockets that watch something here. */
    watchers(namespace: string, topic: string, id: string): Socket[] {
      const { adapter, sockets } = io.of(`/${namespace}`)
      return [...(adapter.rooms.get(topicRoom(topic, id)) ?? [])].flatMap(socketId => sockets.get(socketId) ?? [])
    },
    toWatchers(
      namespace: string,
      topic: string,
      id: string,
      event: string,
      payload: unknown,
      except: readonly Socket[] = [],
    ) {
      const room = io.of(`/${namespace}`).local.to(topicRoom(topic, id))
      // A socket is alone in the room of its own id.
      const rest = except.length > 0 ? room.except(except.map(socket => socket.id)) : room
      rest.emit(event, payload)
    },
    /** Tells the other nodes; nothing happens where there are none. */
    gossip(event: keyof Gossip, list: unknown[]) {
      if (isCluster) io.of('/posts').serverSideEmit(event, list)
    },
    onGossip(heard: Gossip) {
      io.of('/posts').on('moved', (list: unknown[]) => heard.moved(list))
      io.of('/posts').on('invalidated', (list: unknown[]) => heard.invalidated(list))
      io.of('/posts').on('counted', (list: string[]) => heard.counted(list))
    },
  }
}

export type SocketBroadcast = ReturnType<typeof createBroadcast>
