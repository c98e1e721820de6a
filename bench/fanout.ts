import { setTimeout as wait } from 'node:timers/promises'
import type { Socket } from 'socket.io-client'
import { ask, connectAll, round } from './support/load.ts'
import { makePosts, makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

const event = 'post.activity'
const turns = 30

/**
 * A post watched by 500 and 2,000 sockets: how fast one update reaches them all, beside Socket.IO's own broadcast of the
 * same payload; and how many updates 2,000 watchers get during a stream of likes, and whether the last one is exact.
 */
export async function measure(bench: Bench, milliseconds: number) {
  const users = await makeUsers(bench, 2001)
  const author = users[2000] as Users[number]
  const bare = await bench.startBare('bench/bare/server.ts')
  const results: Record<string, unknown> = {}
  for (const count of [500, 2000]) {
    const watchers = users.slice(0, count)
    const [postId = ''] = await makePosts(bench, author.id, 1)
    const theirs = await onSockets(bare.url, watchers, async sockets => {
      await Promise.all(sockets.map(socket => ask(socket, 'join', { room: 'all' })))
      return rateOf(sockets, () => ask(first(sockets), 'send', { room: 'all', payload: updateOf(postId) }))
    })
    const ours = await onSockets(bench.url, watchers, async sockets => {
      await Promise.all(sockets.map(socket => ask(socket, 'posts.watch', { postId })))
      return rateOf(sockets, turn => ask(first(sockets), turn % 2 === 0 ? 'posts.like' : 'posts.unlike', { postId }))
    })
    results[`sockets${count}`] = { deliveriesPerSecond: ours, bare: theirs, ratio: round(ours / theirs) }
  }
  return { ...results, hotPost: await hotPost(bench, users, milliseconds) }
}

type Users = Awaited<ReturnType<typeof makeUsers>>
const first = (sockets: Socket[]) => sockets[0] as Socket
const updateOf = (postId: string) => {
  return { postId, version: 2, counts: { likes: 1, comments: 0, shares: 0 }, comments: [], removedCommentIds: [] }
}

async function onSockets<T>(url: string, users: Users, work: (sockets: Socket[]) => Promise<T>) {
  const sockets = await connectAll(
    url,
    'posts',
    users.map(user => user.token),
  )
  try {
    return await work(sockets)
  } finally {
    for (const socket of sockets) socket.close()
  }
}

/** Deliveries a second between the first and the last arrival of an event; the median of all turns. */
async function rateOf(sockets: Socket[], send: (turn: number) => Promise<unknown>) {
  let arrived = 0
  let began = 0
  let done = () => {}
  for (const socket of sockets) {
    socket.on(event, () => {
      arrived += 1
      if (arrived === 1) began = performance.now()
      if (arrived === sockets.length) done()
    })
  }
  const rates: number[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    arrived = 0
    const all = new Promise<void>(resolve => {
      done = resolve
    })
    await Promise.all([all, send(turn)])
    rates.push(((sockets.length - 1) / (performance.now() - began)) * 1000)
    // A post has at most five updates a second; each turn needs an update of its own.
    await wait(250)
  }
  rates.sort((a, b) => a - b)
  return Math.round(rates[Math.floor(turns / 2)] ?? 0)
}

async function hotPost(bench: Bench, users: Users, milliseconds: number) {
  const [postId = ''] = await makePosts(bench, users[2000]?.id ?? '', 1)
  const likers = await connectAll(
    bench.url,
    'posts',
    users.slice(0, 32).map(user => user.token),
  )
  const alone = await likesFor(likers, postId, milliseconds / 2)
  const watched = await onSockets(bench.url, users.slice(0, 2000), async sockets => {
    await Promise.all(sockets.map(socket => ask(socket, 'posts.watch', { postId })))
    let updates = 0
    let last = { counts: { likes: -1 } }
    first(sockets).on(event, update => {
      updates += 1
      last = update
    })
    const rate = await likesFor(likers, postId, milliseconds / 2)
    await wait(300)
    const { rows } = await bench.sql.query('select like_count from post where id = $1', [postId])
    const updatesPerSecond = round(updates / (milliseconds / 2000))
    return { likesPerSecond: rate, updatesPerSecond, lastUpdateExact: last.counts.likes === rows[0]?.like_count }
  })
  for (const socket of likers) socket.close()
  return { ...watched, likesPerSecondUnwatched: alone, ratio: round(watched.likesPerSecond / alone) }
}

async function likesFor(likers: Socket[], postId: string, milliseconds: number) {
  const end = performance.now() + milliseconds
  let count = 0
  await Promise.all(
    likers.map(async socket => {
      for (let turn = 0; performance.now() < end; turn += 1) {
        await ask(socket, turn % 2 === 0 ? 'posts.like' : 'posts.unlike', { postId })
        count += 1
      }
    }),
  )
  return Math.round((count / milliseconds) * 1000)
}
