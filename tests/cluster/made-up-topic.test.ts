import { setTimeout as after } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { AnyTopics, Topic } from '#core/live/topic'
import { plain } from '#core/pipeline/handler'
import { requireUser } from '#domain/users/require-user'
import { handlers } from '#features'
import type { TestApp } from '#support/app/use-app'
import { useCluster } from '#support/cluster/use-cluster'
import { until } from '#support/events/next-event'
import { type Person, people } from '#support/people/people'
import { next, plainSocket } from '#support/transports/plain-socket'
import { topics } from '#topics'

type Rain = { fell: number; total: number }
const friends = new Set<string>()

/** A topic of this test alone, the rain in somebody's garden. Everything that is not said here is the mechanism's. */
const rain: Topic<Rain, Rain & { place: string }> = {
  namespace: 'users',
  event: 'rain.fell' as never,
  pace: 200,
  fold: (earlier, later) => ({ fell: earlier.fell + later.fell, total: Math.max(earlier.total, later.total) }),
  sent: ({ total }) => ({ fell: 0, total }),
  render: async (_, changes) => new Map([...changes].map(([place, one]) => [place, { update: { place, ...one } }])),
  mayWatch: async (_, __, viewerIds) => new Set(viewerIds.filter(id => friends.has(id))),
}
// The contract has no operation that watches it: here `users.unwatch` does.
const watchRain = plain('users.unwatch', async function watchRain({ username }, ctx) {
  const { id } = await requireUser(ctx, username)
  ctx.watch({ topic: 'rain' as never, id, ownerId: id })
  return {}
})

const { a, b } = useCluster({
  parts: { topics: { ...topics, rain } as AnyTopics, handlers: { ...handlers, 'users.unwatch': watchRain } },
})

/** A watcher on the second node, and what it hears. */
async function watching(viewer: Person, owner: Person) {
  const heard: (Rain & { place: string; at: number })[] = []
  const socket = plainSocket(b, viewer, 'users')
  socket.on('rain.fell', update => heard.push({ ...update, at: performance.now() }))
  await next(socket, 'connect')
  expect(await socket.emitWithAck('users.unwatch', { username: owner.name })).toMatchObject({ ok: true })
  return heard
}

let total = 0
const fallOn = (node: TestApp, owner: Person) =>
  node.engine.transact(async ctx => {
    total += 1
    ctx.changed('rain' as never, owner.id, { fell: 1, total } as never)
  })
const totalOf = (heard: Rain[]) =>
  until(
    async () => heard.at(-1)?.total,
    last => last === total,
  )

it('is watched, folded, told to the other node and left when access is lost, by what one file declares', async () => {
  const [ann] = await people(a, ['ann'])
  const [bob, cy, dan, outside] = await people(b, ['bob', 'cy', 'dan', 'outside'])
  friends.add(dan.id)
  const [bobs, cys, dans] = await Promise.all([bob, cy, dan].map(one => watching(one, ann)))
  const others = await watching(outside, bob)
  if (!bobs || !cys || !dans) throw new Error('Three people watch.')

  // Watching and folding, from both nodes: few updates, the last state in the end, and nothing twice.
  for (let n = 0; n < 60; n += 1) {
    await fallOn(n % 2 === 0 ? a : b, ann)
    await after(10)
  }
  for (const heard of [bobs, cys, dans]) {
    await totalOf(heard)
    // What the other node counted may come after the highest total.
    await until(
      async () => heard.reduce((sum, { fell }) => sum + fell, 0),
      sum => sum >= 60,
    )
    expect(heard.reduce((sum, { fell }) => sum + fell, 0)).toBe(60)
    const totals = heard.map(one => one.total)
    expect(totals).toEqual([...totals].sort((one, two) => one - two))
    const seconds = ((heard.at(-1)?.at ?? 0) - (heard[0]?.at ?? 0)) / 1000
    expect(heard.length).toBeLessThanOrEqual(Math.ceil(seconds * 5) + 1)
  }
  expect(others).toEqual([])

  // Losing access on the other node: by a block, then because the account goes private.
  const lost = bobs.length
  await ann.client.call('users.block', { username: bob.name })
  await after(1000)
  await fallOn(a, ann)
  await Promise.all([totalOf(cys), totalOf(dans)])
  expect(bobs).toHaveLength(lost)
  const left = cys.length
  await ann.client.call('users.update', { isPrivate: true })
  await after(1000)
  await fallOn(b, ann)
  await totalOf(dans)
  expect([bobs.length, cys.length]).toEqual([lost, left])
})
