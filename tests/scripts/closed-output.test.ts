import { readFile } from 'node:fs/promises'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase } from '#support/app/use-app'
import { startRedis } from '#support/cluster/redis'
import { until } from '#support/events/next-event'
import { type Launched, launch, secret } from '#support/process/start-node'

const environment = async (redisUrl: string) => ({
  HOST: '127.0.0.1',
  PORT: '0',
  DEMO: '0',
  DATABASE_URL: await createDatabase(),
  DATA_DIR: await temporaryFolder(),
  JWT_SECRET: secret,
  REDIS_URL: redisUrl,
  MAILBOX: 'on',
  LOG_LEVEL: 'trace',
})

/** As `| head -1` does: nobody reads any longer, and the next write fails. */
function closeOutput({ child }: Launched) {
  child.stdout.destroy()
  child.stderr.destroy()
}

it.each(['src/main.ts', 'workers/main.ts'])(
  '%s continues when nobody reads its output any longer',
  async file => {
    const redis = await startRedis({ own: true })
    onTestFinished(() => redis.stop())
    const program = launch(file, await environment(redis.url))
    const [, port] = await program.said(/ready(?: at http:\/\/[^:]+:(\d+))?\n/)
    closeOutput(program)
    // Is told in the log.
    await redis.stop()
    if (port) expect(await fetch(`http://127.0.0.1:${port}/readyz`).then(answer => answer.status)).toBe(200)
    expect(await program.kill('SIGTERM')).toBe(0)
  },
  60_000,
)

it.each([
  ['at once', 0],
  ['fails', 143],
] as const)('closing that ends "%s" has its exit code, also where it cannot be told', async (CLOSING, code) => {
  const program = launch('tests/support/process/small-program.ts', { CLOSING })
  await program.said(/It is ready/)
  closeOutput(program)
  expect(await program.kill('SIGTERM')).toBe(code)
})

it('the script that restarts a crashed program continues when nobody reads its output', async () => {
  const kept = launch('tests/support/process/keep-small-program.mjs', { PAUSE: '600000' })
  const [, pid] = await kept.said(/ready, process (\d+)/)
  closeOutput(kept)
  process.kill(Number(pid), 'SIGKILL')
  await until(
    () => readFile(`/proc/${kept.child.pid}/task/${kept.child.pid}/children`, 'utf8'),
    children => children.trim() === '',
  )
  expect(await kept.kill('SIGTERM')).toBe(0)
})
