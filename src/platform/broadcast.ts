import type { Server, Socket } from 'socket.io'

/** An event as it was made: `since` is when it was last looked at who may see it, by the clock that nodes share. */
type Push = { event: string; args: unknown[]; since: number }
type Relayed = Push & { namespace: string; userIds: readonly string[] }

/** What nodes tell each other beside the events that they relay. */
export type Gossip = { moved(list: unknown[]): void; invalidated(list: unknown[]): void; counted(list: string[]): void }

/** Rooms have one name for each kind; clients never name them. */
export const userRoom = (userId: string) => `user:${userId}`
export const topicRoom = (topic: string, id: string) => `${topic}:${id}`

/** So many rooms go into one emit. */
const mostRooms = 1000
/**
 * What is older is not sent: somebody may have lost the right to it since. What a log holds is found again there. In
 * milliseconds.
 */
const freshFor = 750

/**
 * The one emitter: to the sockets of users wherever they are connected, and to those who watch something here. Works on
 * a server that listens as well as on a worker's, which only has the adapter.
 */
export function createBroadcast(io: Server, { isCluster, now }: { isCluster: boolean; now(): number }) {
  const roomSize = (namespace: string, room: string) => io.of(`/${namespace}`).adapter.rooms.get(room)?.size ?? 0
  const toHere = ({ namespace, userIds, event, args, since }: Relayed) => {
    if (now() - since > freshFor) return false
    io.of(`/${namespace}`)
      .local.to(userIds.map(userRoom))
      .emit(event, ...args)
    return true
  }
  const gossip = (event: keyof Gossip | 'told', list: unknown[]) => {
    if (isCluster) io.of('/posts').serverSideEmit(event, list)
  }
  return {
    // Not by the adapter's own relay: what a line to Redis has held back for seconds has to be told from what is new.
    toUsers(namespace: string, userIds: readonly string[], push: Push) {
      let isSent = true
      for (let at = 0; at < userIds.length; at += mostRooms) {
        const relayed = { ...push, namespace, userIds: userIds.slice(at, at + mostRooms) }
        isSent = toHere(relayed) && isSent
        gossip('told', [relayed])
      }
      return isSent
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
    gossip: (event: keyof Gossip, list: unknown[]) => gossip(event, list),
    onGossip(heard: Gossip) {
      io.of('/posts').on('told', (list: Relayed[]) => list.forEach(toHere))
      io.of('/posts').on('moved', (list: unknown[]) => heard.moved(list))
      io.of('/posts').on('invalidated', (list: unknown[]) => heard.invalidated(list))
      io.of('/posts').on('counted', (list: string[]) => heard.counted(list))
    },
  }
}

export type SocketBroadcast = ReturnType<typeof createBroadcast>
