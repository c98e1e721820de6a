import { expect, it } from 'vitest'
import { createDatabase, startApp, untilTestEnds } from '#support/app/use-app'
import { startRedis } from '#support/cluster/redis'
import { openLine } from '#support/faults/line'
import { person } from '#support/people/people'

/** Milliseconds within which a program that is asked to stop ends, with whatever is open then. */
const longestStop = 15_000

async function behindLines() {
  const database = new URL(await createDatabase())
  const redis = untilTestEnds({ ...(await startRedis({ own: true })), close: () => undefined })
  const lines = {
    database: untilTestEnds(await openLine(Number(database.port))),
    redis: untilTestEnds(await openLine(redis.port)),
  }
  database.port = String(lines.database.port)
  return { redis, lines, databaseUrl: database.href, redisUrl: `redis://127.0.0.1:${lines.redis.port}` }
}

/** A node with what it talks to, which falls silent before the node closes. */
async function openCase(withRedis: boolean, silent: readonly ('database' | 'redis')[]) {
  const { redis, lines, databaseUrl, redisUrl } = await behindLines()
  const env = { LOG_LEVEL: 'silent', ...(withRedis && { REDIS_URL: redisUrl, WORKERS: 'on' }) }
  const node = await startApp({ databaseUrl, env })
  const ann = await person(node, 'ann', 'socket')
  await ann.client.call('posts.create', { caption: 'Hello' })
  return async () => {
    for (const name of silent) lines[name].hold()
    const before = performance.now()
    await node.close()
    const time = performance.now() - before
    for (const line of Object.values(lines)) line.goOn()
    await redis.stop()
    return time
  }
}

it('a node closes in time when its database or Redis has fallen silent', async () => {
  const closings = [
    await openCase(false, ['database']),
    await openCase(true, ['database']),
    await openCase(true, ['redis']),
    await openCase(true, ['database', 'redis']),
  ]
  const times = await Promise.all(closings.map(close => close()))
  expect(Math.max(...times)).toBeLessThan(longestStop)
})
