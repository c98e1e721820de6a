import { expect, it } from 'vitest'
import { streams } from '#contract'
import { appendEntries } from '#core/events/log.sql'
import { useApp } from '#support/app/use-app'
import { headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { type Person, people } from '#support/people/people'
import { next, plainSocket } from '#support/transports/plain-socket'

const app = useApp()

/** Writes entries that are never delivered, as a node does that dies after its commit. */
const writeUndelivered = (follower: Person, followed: Person, count: number) =>
  app.orm.em.fork({ useContext: false }).transactional(async em => {
    const refs = { userId: followed.id, relation: 'following' as const }
    await appendEntries(
      em,
      Array.from({ length: count }, () => ({ userId: follower.id, event: 'follow.changed' as const, refs })),
    )
  })

it('a client that joins a namespace with a log gets its head', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  await ann.client.call('users.follow', { username: bob.name })
  const heads = await Promise.all(streams.map(stream => next(plainSocket(app, ann, stream), 'log.head')))
  expect(heads).toEqual([[{ seq: 0 }], [{ seq: 0 }], [{ seq: 1 }]])
})

it('the head comes within about two seconds when a delivery is lost, and the client finds what it missed', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const socket = plainSocket(app, ann, 'users')
  const outside = plainSocket(app, cy, 'users')
  await Promise.all([next(socket, 'log.head'), next(outside, 'log.head')])
  // The node's own first look at these users.
  await Promise.all([next(socket, 'log.head'), next(outside, 'log.head')])
  const heard = await hear(ann.client, 'follow.changed')
  const strangers: unknown[] = []
  outside.onAny((...args) => strangers.push(args))

  const lost = performance.now()
  await writeUndelivered(ann, bob, 3)
  expect(await next(socket, 'log.head')).toEqual([{ seq: 3 }])
  expect(performance.now() - lost).toBeLessThan(3000)
  const answer = await socket.emitWithAck('log.since', { seq: 0 })
  expect(answer).toMatchObject({ ok: true, data: { head: 3, reset: false } })
  await expect.poll(() => heard.map(one => one.meta?.seq), { timeout: 5000 }).toEqual([1, 2, 3])
  expect(heard.every(one => one.payload.user.id === bob.id && one.payload.relation === 'following')).toBe(true)
  expect(await headOf(app, cy.id, 'users')).toBe(0)
  expect(strangers).toEqual([])
})

it('each entry comes once with its number, beside the heads', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const socket = plainSocket(app, ann, 'users')
  await next(socket, 'log.head')
  const heard: unknown[][] = []
  socket.on('follow.changed', (...args) => heard.push(args))
  for (const { name } of [bob, cy]) await ann.client.call('users.follow', { username: name })
  await expect.poll(() => heard, { timeout: 5000 }).toHaveLength(2)
  expect(heard).toEqual([
    [
      { user: expect.objectContaining({ id: bob.id }), relation: 'following' },
      { seq: 1, at: expect.any(String) },
    ],
    [
      { user: expect.objectContaining({ id: cy.id }), relation: 'following' },
      { seq: 2, at: expect.any(String) },
    ],
  ])
})

it('a client holds entries that come too early and repeats nothing', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const heard = await hear(ann.client, 'follow.changed')
  await writeUndelivered(ann, bob, 1)
  // The second entry is delivered while the first never is.
  await ann.client.call('users.follow', { username: bob.name })
  await expect.poll(() => heard.map(one => one.meta?.seq), { timeout: 5000 }).toEqual([1, 2])
})
