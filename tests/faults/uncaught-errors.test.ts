import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase } from '#support/app/use-app'
import { startRedis } from '#support/cluster/redis'
import { until } from '#support/events/next-event'
import { clientFor, crowd } from '#support/people/crowd'
import { besideNode, launch, secret } from '#support/process/start-node'
import { next, plainSocket } from '#support/transports/plain-socket'

const importing = join(import.meta.dirname, '../support/faults/fault-on-signal.ts')
const small = 'tests/support/process/small-program.ts'

type Line = { level: number; origin: string; err: { message: string; stack?: string } }

const fatalLines = (output: string) =>
  output
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Line)
    .filter(line => line.level === 60)

describe('a program that runs until it is closed', () => {
  it.each([
    ['an exception in a timer', 'exception', 'uncaughtException', 'On purpose'],
    ['a rejection that nobody handles', 'rejection', 'unhandledRejection', 'On purpose'],
    ['an error event without a listener', 'emitter', 'uncaughtException', 'On purpose'],
    ['a stream that is destroyed with an error', 'stream', 'uncaughtException', 'On purpose'],
    ['a thrown string', 'no error', 'uncaughtException', 'On purpose'],
    ['a rejection without a reason', 'nothing', 'unhandledRejection', 'undefined'],
  ])('%s is logged and closes the program with exit code 1', async (_, FAULT, origin, message) => {
    const program = launch(small, { FAULT }, { importing })
    await program.said(/It is ready/)
    program.child.kill('SIGUSR2')
    expect(await program.ended).toBe(1)
    const [line, ...more] = fatalLines(program.output())
    expect(line).toMatchObject({ origin, err: { message: expect.stringContaining(message) } })
    expect(more).toEqual([])
    if (!['no error', 'nothing'].includes(FAULT)) expect(line?.err.stack).toContain('fault-on-signal.ts')
    expect(program.output()).toContain('It has stopped')
  })

  it('a fault that repeats every millisecond closes the program once and does not fill the log', async () => {
    const program = launch(small, { FAULT: 'many times' }, { importing })
    await program.said(/It is ready/)
    program.child.kill('SIGUSR2')
    expect(await program.ended).toBe(1)
    expect(fatalLines(program.output())).toHaveLength(10)
  })

  it('a fault while the program opens is logged and ends it with exit code 1', async () => {
    const program = launch(small, { OPENING: 'never' }, { importing })
    await program.said(/It opens/)
    program.child.kill('SIGUSR2')
    expect(await program.ended).toBe(1)
    expect(fatalLines(program.output())).toMatchObject([{ err: { message: 'On purpose' } }])
  })

  it('a fault while the program closes is logged, and the exit code is that of the signal that asked it to close', async () => {
    const program = launch(small, { CLOSING: 'fails' })
    await program.said(/It is ready/)
    expect(await program.kill('SIGTERM')).toBe(143)
    expect(fatalLines(program.output())).toMatchObject([{ err: { message: 'It cannot' } }])
  })

  it('a program that cannot be opened says why in one sentence, without a stack', async () => {
    const program = launch(small, { OPENING: 'fails' })
    expect(await program.ended).toBe(1)
    expect(program.output()).toBe('It opens\nIt cannot\n')
  })

  it('a mistake in the code that opens a program is shown with its stack', async () => {
    const program = launch(small, { OPENING: 'mistaken' })
    expect(await program.ended).toBe(1)
    expect(program.output()).toMatch(/TypeError: It is mistaken\n {4}at .*small-program\.ts/)
  })

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s ends a program that is still opening', async (signal, code) => {
    const program = launch(small, { OPENING: 'never' })
    await program.said(/It opens/)
    expect(await program.kill(signal)).toBe(code)
  })
})

const environment = async (more: Record<string, string> = {}) => ({
  HOST: '127.0.0.1',
  PORT: '0',
  DEMO: '0',
  DATABASE_URL: await createDatabase(),
  DATABASE_POOL: '5',
  DATA_DIR: await temporaryFolder(),
  JWT_SECRET: secret,
  MAILBOX: 'on',
  RATE_LIMIT_SCALE: '1000',
  ...more,
})

it('a node that stops because of a fault finishes the running call and tells its sockets to reconnect elsewhere', async () => {
  const env = await environment()
  const node = launch('src/main.ts', env, { importing })
  const [, port = ''] = await node.said(/ready at http:\/\/[^:]+:(\d+)/)
  const outside = await besideNode(env.DATABASE_URL, Number(port))
  const [ann] = await crowd(outside, 1)
  if (!ann) throw new Error('Somebody is needed.')
  const client = clientFor(outside, ann, 'http')
  const { id: postId } = await client.call('posts.create', { caption: 'The last' })
  const socket = plainSocket(outside, { client }, 'feed')
  await next(socket, 'connect')
  const moving = next(socket, 'server.moving')

  await outside.query('begin')
  await outside.query('select from post where id = ? for update', [postId])
  const liked = client.call('posts.like', { postId })
  await until(
    () => outside.query(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`),
    waiting => waiting.length > 0,
  )
  node.child.kill('SIGUSR2')
  expect(await moving).toEqual([{}])
  await outside.query('commit')
  expect(await liked).toMatchObject({ liked: true, counts: { likes: 1 } })
  expect(await node.ended).toBe(1)
  expect(fatalLines(node.output())).toMatchObject([{ err: { message: 'On purpose' } }])
})

it('SIGTERM stops a node that still waits for its database', async () => {
  const env = await environment({ DATABASE_URL: 'postgres://heliograph@127.0.0.1:1/heliograph', LOG_LEVEL: 'warn' })
  const node = launch('src/main.ts', env)
  await node.said(/PostgreSQL is away/)
  expect(await node.kill('SIGTERM')).toBe(143)
})

it('a fault in a worker is logged and stops it with exit code 1', async () => {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const worker = launch('workers/main.ts', await environment({ REDIS_URL: redis.url }), { importing })
  await worker.said(/worker is ready/)
  worker.child.kill('SIGUSR2')
  expect(await worker.ended).toBe(1)
  expect(fatalLines(worker.output())).toMatchObject([{ err: { message: 'On purpose' } }])
  expect(worker.output()).toContain('Heliograph worker has stopped')
})
