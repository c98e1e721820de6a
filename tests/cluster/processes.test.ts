import { io } from 'socket.io-client'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase, startApp, untilTestEnds } from '#support/app/use-app'
import { startRedis } from '#support/cluster/redis'
import { until } from '#support/events/next-event'
import { clientFor, crowd } from '#support/people/crowd'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import { besideNode, secret, startNode, startWorkerProcess } from '#support/process/start-node'
import { next, plainSocket } from '#support/transports/plain-socket'

const environment = async (more: Record<string, string> = {}) => ({
  HOST: '127.0.0.1',
  DATABASE_URL: await createDatabase(),
  DATA_DIR: await temporaryFolder(),
  JWT_SECRET: secret,
  MAILBOX: 'on',
  ...more,
})

it('a node that restarts gets all its clients back, even those that reconnect too early', async () => {
  const env = await environment()
  const first = await startNode(env)
  const outside = await besideNode(env.DATABASE_URL, first.port)
  const everybody = await crowd(outside, 10)
  await first.kill()

  // The official client does not come again by itself where it was told that a namespace is not there.
  const sockets = everybody.map(({ tokens }, i) =>
    io(`${first.url}/messages`, {
      auth: { token: tokens.accessToken },
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50 + i,
      reconnectionDelayMax: 50 + i,
    }),
  )
  onTestFinished(() => {
    for (const socket of sockets) socket.close()
  })
  const rejections: string[] = []
  for (const socket of sockets) {
    socket.on('connect_error', error => {
      if (!socket.active) rejections.push(error.message)
    })
  }
  await startNode(env, first.port)
  await until(
    async () => sockets.filter(socket => socket.connected).length,
    count => count + rejections.length === sockets.length,
    15_000,
  )
  expect(rejections).toEqual([])
  expect(sockets.every(socket => socket.connected)).toBe(true)
})

it('a node stops when asked to, with nothing left undone', async () => {
  const env = await environment()
  const node = await startNode(env)
  const outside = await besideNode(env.DATABASE_URL, node.port)
  const [ann] = await crowd(outside, 1)
  if (!ann) throw new Error('Somebody is needed.')
  const client = clientFor(outside, ann, 'socket')
  onTestFinished(() => client.close())
  const { id } = await client.call('posts.create', { caption: 'The last' })
  const socket = plainSocket(outside, { client }, 'feed')
  await next(socket, 'connect')
  const moving = next(socket, 'server.moving')
  expect(await node.kill('SIGTERM')).toBe(0)
  expect(await moving).toEqual([{}])
  expect(await outside.query('select id from post where status = ?', ['published'])).toEqual([{ id }])
})

it('a second node without Redis ends with a clear error', async () => {
  const app = untilTestEnds(await startApp())
  await expect(startApp({ databaseUrl: app.databaseUrl })).rejects.toThrow(
    /Another node uses this database already: set REDIS_URL/,
  )
})

it('a worker process runs the jobs of the nodes, and both stop when asked to, even while Redis is away', async () => {
  const redis = await startRedis({ own: true })
  onTestFinished(() => redis.stop())
  const env = await environment({ REDIS_URL: redis.url, LOG_LEVEL: 'silent' })
  const node = await startNode(env)
  const outside = await besideNode(env.DATABASE_URL, node.port)
  const [ann] = await crowd(outside, 1)
  if (!ann) throw new Error('Somebody is needed.')
  const client = clientFor(outside, ann, 'http')
  const { id: mediaId } = await client.upload(fileOf(await photo({ width: 60, height: 40 })))
  const [worker, other] = await Promise.all([startWorkerProcess(env), startWorkerProcess(env)])
  await until(
    () => client.call('media.get', { mediaId }),
    media => media.status === 'ready',
    10_000,
  )
  expect(await worker.kill('SIGTERM')).toBe(0)
  await redis.stop()
  const asked = performance.now()
  expect(await Promise.all([other.kill('SIGTERM'), node.kill('SIGTERM')])).toEqual([0, 0])
  expect(performance.now() - asked).toBeLessThan(10_000)
})
