import type { Namespace } from '#contract'
import { createPacer, type Pacer } from './pacer.ts'
import type { AnyTopics, RenderContext, Rendered, Topic } from './topic.ts'
import { roomOf, type Watchers } from './watchers.ts'

export type Emitter<Socket> = {
  /** To the sockets of this node in a room. */
  toRoom(namespace: Namespace, room: string, event: string, payload: unknown, except: readonly Socket[]): void
  toSocket(socket: Socket, event: string, payload: unknown): void
}

type Deps<Socket> = {
  topics: AnyTopics
  watchers: Pick<Watchers<Socket>, 'isWatched' | 'of'>
  emit: Emitter<Socket>
  context(): RenderContext
  /** Sends changes by id to the other nodes; null where there are none. */
  sendToNodes: ((topic: string, changes: [id: string, change: unknown][]) => void) | null
  onError(error: unknown): void
}

// biome-ignore lint/suspicious/noExplicitAny: see AnyTopics
type AnyPacer = Pacer<any>

/** Sends updates of what is watched to its watchers on this node, and changes to the other nodes, folded in the same way. */
export function createUpdates<Socket>({ topics, watchers, emit, context, sendToNodes, onError }: Deps<Socket>) {
  const toWatchers = new Map<string, AnyPacer>()
  const toNodes = new Map<string, AnyPacer>()
  for (const [name, topic] of Object.entries(topics)) {
    toWatchers.set(name, createPacer({ ...topic, send: changes => sendUpdates(name, topic, changes), onError }))
    if (sendToNodes)
      toNodes.set(name, createPacer({ ...topic, send: changes => sendToNodes(name, [...changes]), onError }))
  }

  async function sendUpdates(name: string, topic: Topic<unknown, unknown>, changes: Map<string, unknown>) {
    const wanted = new Map([...changes].filter(([id]) => watchers.isWatched(name, id)))
    if (wanted.size === 0) return
    const rendered = await topic.render(context(), wanted)
    // Everything is known before anything is sent: what fails is sent again as a whole.
    const ready = await Promise.all(
      [...rendered].map(async ([id, one]) => ({ id, ...(await withVariants(name, id, one)) })),
    )
    for (const { id, update, asked, variants } of ready) {
      const others = asked ? sendVariants(watchers.of(name, id), asked, variants) : []
      emit.toRoom(topic.namespace, roomOf(name, id), topic.event, update, others)
    }

    /** Returns the sockets that do not get the common update. */
    function sendVariants(now: Map<Socket, string>, asked: Map<Socket, string>, variants: Map<string, unknown>) {
      const others: Socket[] = []
      for (const [socket, viewerId] of now) {
        if (asked.has(socket) && !variants.has(viewerId)) continue
        others.push(socket)
        // Nobody asked about sockets that came meanwhile; they have read the state when they came.
        const variant = asked.has(socket) && variants.get(viewerId)
        if (variant) emit.toSocket(socket, topic.event, variant)
      }
      return others
    }
  }

  async function withVariants(name: string, id: string, { update, variants }: Rendered<unknown>) {
    if (!variants) return { update, asked: null, variants: new Map<string, unknown>() }
    const asked = watchers.of(name, id)
    return { update, asked, variants: await variants([...new Set(asked.values())]) }
  }

  const heard = (topic: string, id: string, change: unknown) => {
    if (watchers.isWatched(topic, id)) toWatchers.get(topic)?.add(id, change)
  }

  return {
    /** Something has changed by a transaction of this process. A thing that nobody watches costs next to nothing. */
    changed(topic: string, id: string, change: unknown) {
      heard(topic, id, change)
      toNodes.get(topic)?.add(id, change)
    },
    /** Takes changes from another process. */
    heard: (topic: string, changes: readonly [id: string, change: unknown][]) => {
      for (const [id, change] of changes) heard(topic, id, change)
    },
    /** Sends the other nodes what is still pending. */
    async stop() {
      for (const pacer of toWatchers.values()) await pacer.stop()
      for (const pacer of toNodes.values()) await pacer.stop({ sendRest: true })
    },
  }
}
