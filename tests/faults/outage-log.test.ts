import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase, untilTestEnds } from '#support/app/use-app'
import { startRedis } from '#support/cluster/redis'
import { until } from '#support/events/next-event'
import { openLine } from '#support/faults/line'
import { type Launched, launch, secret } from '#support/process/start-node'
import { ask } from '#support/transports/http'

/** A node and a worker whose lines to PostgreSQL and Redis may be cut. */
async function nodeAndWorker() {
  const redis = await startRedis({ own: true })
  onTestFinished(() => redis.stop())
  const url = new URL(await createDatabase())
  const toPostgres = untilTestEnds(await openLine(Number(url.port)))
  const toRedis = untilTestEnds(await openLine(redis.port))
  url.port = String(toPostgres.port)
  const env = {
    HOST: '127.0.0.1',
    PORT: '0',
    DEMO: '0',
    DATABASE_URL: url.href,
    DATA_DIR: await temporaryFolder(),
    JWT_SECRET: secret,
    REDIS_URL: `redis://127.0.0.1:${toRedis.port}`,
    MAILBOX: 'on',
    RATE_LIMIT_SCALE: '1000',
    LOG_LEVEL: 'info',
  }
  const node = launch('src/main.ts', env)
  const [, port] = await node.said(/ready at http:\/\/[^:]+:(\d+)/)
  const worker = launch('workers/main.ts', env)
  await worker.said(/worker is ready/)
  return { node, worker, port: Number(port), toPostgres, toRedis }
}

const logged = ({ output }: Launched) =>
  output()
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line))
    .filter(({ msg }) => !msg.startsWith('PUBLIC_URL is not set'))
    .map(({ msg, err }) => (err ? `${msg}: ${err.stack}` : msg.replace(/\d+ s$/, 'n s')))

it('each outage is one line at its beginning and one at its end, in the log of a node and of a worker', async () => {
  const { node, worker, port, toPostgres, toRedis } = await nodeAndWorker()
  for (const [line, name] of [
    [toPostgres, 'PostgreSQL'],
    [toRedis, 'Redis'],
  ] as const) {
    line.cut()
    await Promise.all([node, worker].map(program => program.said(new RegExp(`${name} is away`))))
    // Everything that polls has tried again and again, and people come too.
    await until(
      async () => {
        const contact = `somebody-${line.rejected()}@example.org`
        await ask({ port }, 'POST', '/v1/auth/sign-up', { body: { contact } })
        return line.rejected()
      },
      rejected => rejected > 100,
      60_000,
    )
    line.mend()
    await Promise.all([node, worker].map(program => program.said(new RegExp(`${name} is back`))))
  }
  const lines = ['PostgreSQL', 'Redis'].flatMap(name => [
    expect.stringMatching(`^${name} is away: `),
    `${name} is back after n s`,
  ])
  expect(logged(node)).toEqual(lines)
  expect(logged(worker)).toEqual(lines)
}, 180_000)

it('a database that is away at the start is logged once, and the start continues when it is back', async () => {
  const url = new URL(await createDatabase())
  const line = untilTestEnds(await openLine(Number(url.port)))
  url.port = String(line.port)
  line.cut()
  const node = launch('src/main.ts', {
    ...{ HOST: '127.0.0.1', PORT: '0', DEMO: '0', DATABASE_URL: url.href, DATA_DIR: await temporaryFolder() },
    ...{ JWT_SECRET: secret, MAILBOX: 'on', LOG_LEVEL: 'warn' },
  })
  await node.said(/PostgreSQL is away/)
  await until(
    async () => line.rejected(),
    rejected => rejected > 10,
    60_000,
  )
  line.mend()
  await node.said(/Heliograph is ready/)
  expect(logged(node).filter(line => /PostgreSQL|failed/.test(line))).toEqual([
    expect.stringMatching(/^PostgreSQL is away: /),
  ])
})
