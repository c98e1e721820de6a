import type { EntityManager } from '@mikro-orm/postgresql'
import { events, type Namespace, type Stream } from '#contract'
import type { Entry } from './log.sql.ts'
import { type RenderEntries, readHeads } from './log.ts'

/** An event for people, and when it was looked at that they may see it: what has become old on its way is not sent. */
type Push = { event: string; args: unknown[]; since: number }

/** How events leave this node: to the sockets of users, wherever they are connected. */
export type Broadcast = {
  /** Returns whether it was sent here: a push that has become old is not. */
  toUsers(namespace: Namespace, userIds: readonly string[], push: Push): boolean
  /** Whether a user may have sockets that an emit from here reaches. */
  mayReach(namespace: Namespace, userId: string): boolean
  /** The users with sockets on this node. */
  localUsers(): string[]
  toLocalUser(namespace: Namespace, userId: string, event: string, ...args: unknown[]): void
}

type Deps = {
  fork(): EntityManager
  render: RenderEntries
  broadcast: Broadcast
  /** By the clock that all processes share. */
  now(): number
  onError(error: unknown): void
}

/** So many entries are rendered at a time: none is old when it is sent. */
const atOnce = 500

/**
 * Sends committed entries, each user's in the order of their numbers: one pump renders and sends what has gathered.
 * What is lost here is found again by `log.since`: each node tells its users when their heads have moved.
 */
export function createDelivery({ fork, render, broadcast, now, onError }: Deps) {
  const waiting: Entry[] = []
  let pumping = false
  const idle: (() => void)[] = []
  const heads = new Map<string, number>()

  const pump = async () => {
    pumping = true
    while (waiting.length > 0) {
      // Who came first goes first: sorted as a whole, a long log would wait behind every short one.
      const batch = waiting.splice(0, atOnce).sort((a, b) => a.seq - b.seq)
      const since = now()
      try {
        const payloads = await render(fork(), batch)
        batch.forEach((entry, i) => {
          send(entry, payloads[i] ?? null, since)
        })
      } catch (error) {
        onError(error)
      }
    }
    pumping = false
    for (const done of idle.splice(0)) done()
  }

  const send = ({ userId, event, seq, at, stream }: Entry, payload: object | null, since: number) => {
    const name = payload === null ? 'log.void' : event
    const push = { event: name, args: [payload, { seq, at }], since }
    const isSent = broadcast.toUsers(events[event].namespace, [userId], push)
    // Only a sent entry counts as known: `checkHeads` tells of every other one.
    const key = `${userId} ${stream}`
    const known = heads.get(key)
    if (isSent && known !== undefined && known < seq) heads.set(key, seq)
  }

  const checkHeads = async () => {
    const users = broadcast.localUsers()
    if (users.length === 0) return heads.clear()
    try {
      const before = new Map(heads)
      heads.clear()
      for (const { userId, stream, seq } of await readHeads(fork(), users)) {
        const key = `${userId} ${stream}`
        const known = before.get(key)
        heads.set(key, seq)
        if (known === undefined || known < seq) broadcast.toLocalUser(stream, userId, 'log.head', { seq })
      }
    } catch (error) {
      onError(error)
    }
  }
  const timer = setInterval(checkHeads, 2000)

  return {
    deliver: (entries: readonly Entry[]) => {
      for (const entry of entries) {
        if (broadcast.mayReach(entry.stream as Stream, entry.userId)) waiting.push(entry)
      }
      if (waiting.length > 0 && !pumping) void pump()
    },
    /** Resolves when all that was given has been sent. */
    drained: () => (pumping ? new Promise<void>(resolve => idle.push(resolve)) : Promise.resolve()),
    stop: () => clearInterval(timer),
  }
}
