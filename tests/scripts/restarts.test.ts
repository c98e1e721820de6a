import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { lockDataFolder } from '#platform/embedded-postgres/data-folder'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase } from '#support/app/use-app'
import { type Launched, launch, secret } from '#support/process/start-node'

const importing = join(import.meta.dirname, '../support/faults/fault-on-signal.ts')
const keeper = 'tests/support/process/keep-small-program.mjs'

const processesReady = ({ output }: Launched) =>
  [...output().matchAll(/ready, process (\d+)/g)].map(found => Number(found[1]))

/** Waits for the n-th process to be ready, and ends it. */
async function end(kept: Launched, n: number, signal: NodeJS.Signals) {
  await kept.said(/ready, process \d+\n/, n)
  process.kill(processesReady(kept)[n] as number, signal)
}

it.each([
  ['a fault that nothing catches', 'SIGUSR2', 'exit code 1'],
  ['kill -9', 'SIGKILL', 'SIGKILL'],
  ['an abort, as when memory runs out', 'SIGABRT', 'SIGABRT'],
] as const)('%s restarts the program', async (_, signal, how) => {
  const kept = launch(keeper, {}, { importing })
  await end(kept, 0, signal)
  await kept.said(/ready, process \d+\n/, 1)
  expect(kept.output()).toContain(
    `Heliograph crashed (${how}): restart 1 of at most 5 within ten minutes, in 0.001 s.\n`,
  )
  expect(await kept.kill('SIGTERM')).toBe(0)
  expect(processesReady(kept)).toHaveLength(2)
})

it('a program that keeps crashing is restarted five times with growing pauses, and then no more', async () => {
  const kept = launch(keeper, {}, { importing })
  for (let n = 0; n < 6; n++) await end(kept, n, 'SIGUSR2')
  expect(await kept.ended).toBe(1)
  const pauses = [...kept.output().matchAll(/in ([\d.]+) s\.\n/g)].map(found => found[1])
  expect(pauses).toEqual(['0.001', '0.002', '0.004', '0.008', '0.016'])
  expect(kept.output()).toContain(
    'Heliograph crashed (exit code 1) after 5 restarts within ten minutes, and gives up.\n',
  )
})

it('a start that is rejected is not tried again', async () => {
  const kept = launch(keeper, { OPENING: 'fails' })
  expect(await kept.ended).toBe(1)
  expect(kept.output()).toBe('It opens\nIt cannot\n')
})

it.each([
  ['a faulty configuration', async () => ({ PORT: 'many' }), /PORT must be a whole number/],
  ['a port that is taken', async () => ({ PORT: String(await takenPort()) }), /Port \d+ on 127\.0\.0\.1 is taken/],
  ['a data folder that is in use', async () => ({ DATA_DIR: await usedDataFolder() }), /is in use by another/],
])(
  'npm start rejects %s once, and ends',
  async (_, env, sentence) => {
    const kept = launch('src/main.ts', { HOST: '127.0.0.1', PORT: '0', DEMO: '0', ...(await env()) }, { kept: true })
    expect(await kept.ended).toBe(1)
    expect(kept.output()).toMatch(sentence)
    expect(kept.output()).not.toMatch(/crashed|\n {4}at /)
  },
  60_000,
)

it.each([
  ['SIGTERM to the program alone', 'SIGTERM', 0],
  ['SIGINT to the program alone', 'SIGINT', 0],
  ['SIGHUP to the program alone', 'SIGHUP', 129],
] as const)('%s is a requested stop: nothing is restarted', async (_, signal, code) => {
  const kept = launch(keeper, {})
  await end(kept, 0, signal)
  expect(await kept.ended).toBe(code)
  expect(kept.output()).not.toContain('crashed')
})

it('a program that fails while it stops is not started again', async () => {
  const kept = launch(keeper, { CLOSING: 'fails' })
  await end(kept, 0, 'SIGTERM')
  expect(await kept.ended).toBe(143)
  expect(kept.output()).not.toContain('crashed')
})

it('a stop in the pause before a restart takes effect at once', async () => {
  const kept = launch(keeper, { PAUSE: '600000' })
  await end(kept, 0, 'SIGKILL')
  await kept.said(/in 600 s/)
  expect(await kept.kill('SIGTERM')).toBe(0)
})

it('the node is restarted after kill -9, and stops when its starter is asked to', async () => {
  const dataDir = await temporaryFolder()
  const kept = launch(
    'src/main.ts',
    {
      HOST: '127.0.0.1',
      PORT: '0',
      DEMO: '0',
      DATABASE_URL: await createDatabase(),
      DATA_DIR: dataDir,
      JWT_SECRET: secret,
      MAILBOX: 'on',
    },
    { kept: true },
  )
  await kept.said(/ready at/)
  const children = await readFile(`/proc/${kept.child.pid}/task/${kept.child.pid}/children`, 'utf8')
  process.kill(Number(children.trim()), 'SIGKILL')
  await kept.said(/ready at/, 1)
  expect(kept.output()).toContain('Heliograph crashed (SIGKILL): restart 1 of at most 5 within ten minutes, in 0.5 s.')
  expect(await kept.kill('SIGTERM')).toBe(0)
  expect(kept.output()).toContain('Heliograph has stopped')
})

async function takenPort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

async function usedDataFolder() {
  const folder = await lockDataFolder(await temporaryFolder())
  onTestFinished(() => folder[Symbol.asyncDispose]())
  return folder.path
}
