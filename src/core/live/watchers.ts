import { setTimeout as after } from 'node:timers/promises'
import type { Invalidation, Topic as Watched } from '#core/pipeline/context'
import type { AnyTopics, RenderContext } from './topic.ts'

type Watch<Socket> = Omit<Watched, 'topic'> & { topic: string; viewerId: string; socket: Socket; room: string }

type Deps<Socket> = {
  topics: AnyTopics
  /** The rooms of this node: a socket is in the room of each thing that it watches. */
  rooms: { enter(socket: Socket, room: string): void; leave(socket: Socket, room: string): void }
  context(): Pick<RenderContext, 'em'>
  onError(error: unknown): void
}

/** Milliseconds until watchers of a deleted thing leave: they get its last update before, and nothing else comes of it. */
const farewell = 600
/** Milliseconds in which it must be known that a viewer may go on watching. */
const maxDoubt = 500

export type Watchers<Socket> = ReturnType<typeof createWatchers<Socket>>

/** Rooms have one name for each thing; clients never name them. */
export const roomOf = (topic: string, id: string) => `${topic}:${id}`

/** Who watches what on this node, and who has to leave because access was lost. */
export function createWatchers<Socket>({ topics, rooms, context, onError }: Deps<Socket>) {
  const byRoom = new Map<string, Map<Socket, Watch<Socket>>>()
  const byViewer = new Map<string, Set<Watch<Socket>>>()

  const watch = (socket: Socket, viewerId: string, { topic, id, ownerId }: Watched) => {
    unwatch(socket, { topic, id })
    const room = roomOf(topic, id)
    const one = { topic, id, ownerId, viewerId, socket, room }
    const watching = byRoom.get(room) ?? new Map<Socket, Watch<Socket>>()
    byRoom.set(room, watching.set(socket, one))
    const own = byViewer.get(viewerId) ?? new Set<Watch<Socket>>()
    byViewer.set(viewerId, own.add(one))
    rooms.enter(socket, room)
  }

  const unwatch = (socket: Socket, { topic, id }: { topic: string; id: string }) => {
    const one = byRoom.get(roomOf(topic, id))?.get(socket)
    if (one) end(one)
  }

  const end = (one: Watch<Socket>) => {
    const { socket, viewerId, room } = one
    const watching = byRoom.get(room)
    watching?.delete(socket)
    if (watching?.size === 0) byRoom.delete(room)
    const own = byViewer.get(viewerId)
    own?.delete(one)
    if (own?.size === 0) byViewer.delete(viewerId)
    rooms.leave(socket, room)
  }

  const endWhere = (list: Iterable<Watch<Socket>>, isLost: (one: Watch<Socket>) => boolean) => {
    for (const one of [...list]) if (isLost(one)) end(one)
  }

  /** Whether it shows what only those may see who may see a private account. */
  const isPrivate = ({ topic }: Watch<Socket>) => topics[topic]?.mayWatch !== undefined

  const apply = ({ kind, subjectId, ownerId }: Invalidation) => {
    const own = byViewer.get(subjectId) ?? []
    if (kind === 'access') endWhere(own, one => one.ownerId === ownerId)
    else if (kind === 'follow') endWhere(own, one => one.ownerId === ownerId && isPrivate(one))
    else if (kind === 'privacy') for (const topic of Object.keys(topics)) void endUnseen(topic, subjectId)
    else if (kind in topics) setTimeout(endThing, farewell, kind, subjectId).unref()
  }

  /** An account has become private or was closed: those leave who are not known to be allowed to stay. */
  const endUnseen = async (topic: string, ownerId: string) => {
    const mayWatch = topics[topic]?.mayWatch
    if (!mayWatch) return
    const isOwned = (one: Watch<Socket>) => one.topic === topic && one.ownerId === ownerId
    const viewerIds = [...byViewer].filter(([, own]) => [...own].some(isOwned)).map(([viewerId]) => viewerId)
    if (viewerIds.length === 0) return
    const asked = mayWatch(context(), ownerId, viewerIds).catch(error => {
      onError(error)
      return new Set<string>()
    })
    const allowed = await Promise.race([asked, after(maxDoubt, new Set<string>(), { ref: false })])
    for (const viewerId of viewerIds) if (!allowed.has(viewerId)) endWhere(byViewer.get(viewerId) ?? [], isOwned)
  }

  const endThing = (topic: string, id: string) => {
    endWhere(byRoom.get(roomOf(topic, id))?.values() ?? [], () => true)
  }

  return {
    watch,
    unwatch,
    /** A socket is gone, or hears nothing more. */
    forget: (socket: Socket, viewerId: string) => endWhere(byViewer.get(viewerId) ?? [], one => one.socket === socket),
    apply,
    isWatched: (topic: string, id: string) => byRoom.has(roomOf(topic, id)),
    /** The sockets that watch a thing, each with its viewer. */
    of: (topic: string, id: string) =>
      new Map([...(byRoom.get(roomOf(topic, id)) ?? [])].map(([socket, { viewerId }]) => [socket, viewerId])),
  }
}
