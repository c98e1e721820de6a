import { expect, it } from 'vitest'
import type { Closing } from '#contract'
import { useApp } from '#support/app/use-app'
import { anotherDevice, clientOf, type Person, password, person } from '#support/people/people'

let ann: Person
let postId: string
const app = useApp({
  env: { RATE_LIMIT_SCALE: '1', MAX_CONNECTIONS_PER_USER: '1' },
  async prepare(wide) {
    ann = await person(wide, 'ann')
    postId = (await ann.client.call('posts.create', { caption: 'Hello' })).id
  },
})

it('a connection that the server closes is reported once, and calls go over HTTP until it may reconnect', async () => {
  const client = clientOf(app)
  await client.signIn(ann.name, password)
  await client.connect('posts', 'users', 'feed')
  const told: Closing[] = []
  const lost = new Promise<void>(resolve => client.onStatus(status => status === 'reconnecting' && resolve()))
  const closing = new Promise<void>(resolve =>
    client.on('connection.closing', why => {
      told.push(why)
      resolve()
    }),
  )
  const enough = new AbortController()
  const flood = { transport: 'socket', signal: enough.signal } as const
  const calls = Array.from({ length: 2500 }, () => client.call('posts.get', { postId }, flood))
  const settled = Promise.allSettled(calls)
  await closing
  enough.abort()
  await settled
  expect(told).toEqual([
    { reason: 'flood', code: 'rate_limited', detail: expect.any(String), retryAfter: expect.any(Number) },
  ])
  await lost
  expect(await client.call('posts.like', { postId })).toMatchObject({ liked: true })
})

it('a client that has too many connections is served over HTTP', async () => {
  const first = await anotherDevice(app, ann)
  await first.connect('posts')
  const second = clientOf(app)
  await second.signIn(ann.name, password)
  void second.connect('posts').catch(() => {})
  expect(await second.call('posts.like', { postId })).toMatchObject({ liked: true })
})
