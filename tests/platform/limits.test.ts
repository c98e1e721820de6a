import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createLimiter, type Limit } from '#platform/limits'
import { createLogger } from '#platform/log'
import { openRedis } from '#platform/redis'
import { startRedis } from '#support/cluster/redis'

const limit: Limit = { points: 3, seconds: 60 }
const shared: Limit = { ...limit, shared: true }

async function openCommands(options?: { own: boolean }) {
  const server = await startRedis(options)
  const redis = openRedis(server.url, { log: createLogger('silent'), onPublishFailure: () => undefined })
  onTestFinished(async () => {
    await redis.close()
    await server.stop()
  })
  await redis.ready
  return { commands: redis.commands, redis, server }
}

test('calls are counted down, and rejected when the points are used up', async () => {
  const limiter = createLimiter({ scale: 1 })
  const answers = []
  for (let call = 0; call < 4; call++) answers.push(await limiter.consume('ann', limit))
  expect(answers.map(({ ok, remaining }) => [ok, remaining])).toEqual([
    [true, 2],
    [true, 1],
    [true, 0],
    [false, 0],
  ])
  expect(answers[3]).toMatchObject({ limit: 3, resetSeconds: 60 })
})

test('keys and limits are counted separately', async () => {
  const limiter = createLimiter({ scale: 1 })
  for (let call = 0; call < 3; call++) await limiter.consume('ann', limit)
  expect(await limiter.consume('bob', limit)).toMatchObject({ ok: true, remaining: 2 })
  expect(await limiter.consume('ann', { points: 5, seconds: 60 })).toMatchObject({ ok: true, remaining: 4 })
})

test('the points are there again when the window has ended', async () => {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const limiter = createLimiter({ scale: 1 })
  for (let call = 0; call < 4; call++) await limiter.consume('ann', limit)
  vi.advanceTimersByTime(59_000)
  expect(await limiter.consume('ann', limit)).toMatchObject({ ok: false, resetSeconds: 1 })
  vi.advanceTimersByTime(1_000)
  expect(await limiter.consume('ann', limit)).toMatchObject({ ok: true, remaining: 2 })
})

test('the scale multiplies every limit, and leaves at least one call', async () => {
  expect(await createLimiter({ scale: 1000 }).consume('ann', limit)).toMatchObject({ limit: 3000, remaining: 2999 })
  expect(await createLimiter({ scale: 0.01 }).consume('ann', limit)).toMatchObject({ ok: true, limit: 1, remaining: 0 })
})

test('of 50 calls at once exactly the limit is allowed', async () => {
  const { commands } = await openCommands()
  for (const [limiter, kind] of [
    [createLimiter({ scale: 1 }), limit],
    [createLimiter({ scale: 1, redis: commands }), shared],
  ] as const) {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 50 }, () => limiter.consume(key, kind)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(3)
  }
})

test('two nodes count a shared limit together and any other separately', async () => {
  const { commands } = await openCommands()
  const key = randomUUID()
  const nodes = [createLimiter({ scale: 1, redis: commands }), createLimiter({ scale: 1, redis: commands })]
  const all = (kind: Limit) => Promise.all(nodes.flatMap(node => [node.consume(key, kind), node.consume(key, kind)]))
  expect((await all(shared)).filter(({ ok }) => ok)).toHaveLength(3)
  expect((await all(limit)).filter(({ ok }) => ok)).toHaveLength(4)
})

test('an error of a shared limit says when to retry', async () => {
  const { commands } = await openCommands()
  const key = randomUUID()
  const limiter = createLimiter({ scale: 1, redis: commands })
  for (let call = 0; call < 3; call++) await limiter.consume(key, shared)
  for (let call = 0; call < 2; call++) {
    expect(await limiter.consume(key, shared)).toEqual({ ok: false, limit: 3, remaining: 0, resetSeconds: 60 })
  }
})

test('a shared limit is counted by the node while Redis is away', async () => {
  const { redis, commands, server } = await openCommands({ own: true })
  const limiter = createLimiter({ scale: 1, redis: commands })
  await server.stop()
  await vi.waitUntil(() => !redis.isReady())
  const answers = []
  for (let call = 0; call < 4; call++) answers.push(await limiter.consume('ann', shared))
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, false])
})

test.each(['in memory', 'on Redis'])('a call can be undone and a count cleared %s', async where => {
  const redis = where === 'on Redis' ? (await openCommands()).commands : undefined
  const limiter = createLimiter({ scale: 1, ...(redis && { redis }) })
  const key = randomUUID()
  const remaining = async () => (await limiter.consume(key, shared)).remaining
  expect([await remaining(), await remaining()]).toEqual([2, 1])
  await limiter.giveBack(key, shared)
  expect(await remaining()).toBe(1)
  expect([await remaining(), await limiter.consume(key, shared)]).toMatchObject([0, { ok: false }])
  await limiter.forget(key, shared)
  expect(await limiter.consume(key, shared)).toMatchObject({ ok: true, remaining: 2 })
})
