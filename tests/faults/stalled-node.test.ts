import { setTimeout as after } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { HeliographClient } from '#client'
import { type DurableEvent, events, type Stream } from '#contract'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { openLine } from '#support/faults/line'
import { clientFor, crowd, type Member } from '#support/people/crowd'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import { besideNode, type Outside, secret, startNode } from '#support/process/start-node'
import { next, plainSocket } from '#support/transports/plain-socket'

/** Two people with a conversation and a post of each: `ann` acts, `heardBy` has the quiet socket. */
type Pair = { ann: HeliographClient; bob: HeliographClient; names: [string, string]; things: Things }
type Things = { conversationId: string; postId: string }

/** One action for each durable event, and its recipient. */
const acts: Record<DurableEvent, { heardBy: 'ann' | 'bob'; act(pair: Pair): Promise<unknown> }> = {
  'message.received': {
    heardBy: 'bob',
    act: ({ ann, things }) => ann.call('messages.send', { conversationId: things.conversationId, text: 'Hello' }),
  },
  'conversation.changed': {
    heardBy: 'bob',
    act: ({ ann, names }) => ann.call('conversations.open', { usernames: names, title: 'A new group' }),
  },
  'conversation.marks': {
    heardBy: 'bob',
    act: ({ bob, things }) => bob.call('messages.read', { conversationId: things.conversationId, seq: 1 }),
  },
  'notification.created': {
    heardBy: 'bob',
    act: ({ ann, things }) => ann.call('comments.create', { postId: things.postId, text: 'Nice' }),
  },
  'notification.read': {
    heardBy: 'bob',
    act: ({ bob }) => bob.call('notifications.read', { upTo: new Date().toISOString() }),
  },
  'follow.changed': { heardBy: 'ann', act: ({ ann, names }) => ann.call('users.follow', { username: names[1] }) },
  'media.ready': {
    heardBy: 'ann',
    act: async ({ ann }) => ann.upload(fileOf(await photo({ width: 64, height: 64 }))),
  },
  'activity.cleared': { heardBy: 'ann', act: ({ ann }) => ann.call('activity.clear', {}) },
  'account.changed': { heardBy: 'ann', act: ({ ann }) => ann.call('users.update', { bio: 'New' }) },
}

/** Each event has its own pair of users without other traffic, so that nothing else makes up for a loss. */
async function pairFor(outside: Outside, ann: Member, bob: Member): Promise<Pair> {
  const [one, other] = [clientFor(outside, ann, 'http'), clientFor(outside, bob, 'http')]
  onTestFinished(() => {
    one.close()
    other.close()
  })
  const { id: conversationId } = await one.call('conversations.open', { usernames: [bob.name] })
  await one.call('messages.send', { conversationId, text: 'First' })
  const { id: postId } = await other.call('posts.create', { caption: 'Hello' })
  // Something to read.
  await one.call('posts.like', { postId })
  return { ann: one, bob: other, names: [ann.name, bob.name], things: { conversationId, postId } }
}

/** The highest number of a stream that a socket has been told of, by an entry or by a head. */
function follow(outside: Outside, client: HeliographClient, stream: Stream) {
  const socket = plainSocket(outside, { client }, stream)
  const told = { seq: -1 }
  socket.onAny((event: string, payload: { seq: number }, meta?: { seq: number }) => {
    const seq = event === 'log.head' ? payload.seq : meta?.seq
    if (seq !== undefined) told.seq = Math.max(told.seq, seq)
  })
  // One head on joining, and one when the node has looked at its users for the first time.
  return { told, known: next(socket, 'log.head').then(() => next(socket, 'log.head')) }
}

async function headOf(outside: Outside, userId: string, stream: Stream) {
  const [head] = await outside.query<{ seq: string }>('select seq from log_head where user_id = ? and stream = ?', [
    userId,
    stream,
  ])
  return Number(head?.seq)
}

/** Carries out one act after another on a node of its own, each with a stand-still right after its commit. */
async function standStillAfter(what: 'node' | 'database', names: readonly DurableEvent[]) {
  const databaseUrl = new URL(await createDatabase())
  const line = await openLine(Number(databaseUrl.port))
  onTestFinished(() => line.close())
  const straight = databaseUrl.href
  databaseUrl.port = String(line.port)
  const node = await startNode({
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl.href,
    DATA_DIR: await temporaryFolder(),
    JWT_SECRET: secret,
    MAILBOX: 'on',
  })
  const outside = await besideNode(straight, node.port)
  const [standStill, goOn] = what === 'node' ? [node.pause, node.goOn] : [line.hold, line.goOn]

  const members = await crowd(outside, names.length * 2)
  const quiet = await Promise.all(
    names.map(async (event, i) => {
      const [ann, bob] = members.slice(i * 2, i * 2 + 2) as [Member, Member]
      const pair = await pairFor(outside, ann, bob)
      const { heardBy, act } = acts[event]
      const stream = events[event].namespace as Stream
      const { told, known } = follow(outside, pair[heardBy], stream)
      await known
      return { event, stream, told, userId: (heardBy === 'ann' ? ann : bob).viewer.id, act: () => act(pair) }
    }),
  )
  for (const { event, stream, told, userId, act } of quiet) {
    const before = await headOf(outside, userId, stream)
    const acted = act()
    await until(
      () => headOf(outside, userId, stream),
      head => head > before,
    )
    standStill()
    await after(1000)
    goOn()
    await acted
    const head = await headOf(outside, userId, stream)
    await expect.poll(() => told.seq, { message: `${event}, ${what}`, timeout: 5000 }).toBe(head)
  }
}

it('every durable event is delivered when the node or the database stands still for a second after its commit', async () => {
  const names = Object.keys(acts) as DurableEvent[]
  const halves = [names.filter((_, i) => i % 2 === 0), names.filter((_, i) => i % 2 === 1)]
  await Promise.all((['node', 'database'] as const).flatMap(what => halves.map(half => standStillAfter(what, half))))
})
