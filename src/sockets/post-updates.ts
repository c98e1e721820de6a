import type { Socket } from 'socket.io'
import type { Folded } from '#core/live/hot-posts'
import { peopleIn, type RenderComments, updateOf, updateWithout } from '#core/live/post-updates'
import type { Connections } from './connections.ts'

type Deps = {
  broadcast: {
    /** The sockets of this node that watch something. */
    watchers(namespace: string, topic: string, id: string): Socket[]
    toWatchers(namespace: string, topic: string, id: string, event: string, payload: unknown, except?: Socket[]): void
  }
  connections: Pick<Connections, 'of'>
  render: RenderComments
  /** Of two lists of people, the pairs of which either blocks the other. */
  apartPairs(ones: readonly string[], others: readonly string[]): Promise<{ one: string; other: string }[]>
}

/**
 * Sends `post.activity` to the watchers of this node. Who is hidden from whom is asked anew for each frame that shows
 * anybody, so a block counts from the frame after it on, whatever has been told to whom.
 */
export function postUpdates({ broadcast, connections, render, apartPairs }: Deps) {
  return async (folded: Folded) => {
    const { frame, framed } = await updateOf(folded, render)
    if (framed.length === 0) return broadcast.toWatchers('posts', 'post', folded.postId, 'post.activity', frame)
    const watching = watchersOf(folded.postId)
    const viewerIds = new Set([...watching.values()].filter(id => id !== undefined))
    const pairs = await apartPairs([...viewerIds], peopleIn(framed))
    const hiddenFrom = Map.groupBy(pairs, pair => pair.one)
    const others: Socket[] = []
    for (const [socket, viewerId] of watchersOf(folded.postId)) {
      const hidden = hiddenFrom.get(viewerId ?? '')
      // Who has come meanwhile was not asked about; they read what stands here when they came.
      if (watching.has(socket) && !hidden) continue
      others.push(socket)
      const own = hidden && updateWithout(frame, framed, new Set(hidden.map(pair => pair.other)))
      if (own) socket.emit('post.activity', own)
    }
    broadcast.toWatchers('posts', 'post', folded.postId, 'post.activity', frame, others)
  }

  function watchersOf(postId: string) {
    const sockets = broadcast.watchers('posts', 'post', postId)
    return new Map(sockets.map(socket => [socket, connections.of(socket.conn)?.viewer.id]))
  }
}
