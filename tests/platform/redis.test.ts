import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Redis } from 'ioredis'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createLogger } from '#platform/log'
import { openRedis } from '#platform/redis'
import { temporaryFolder } from '#support/app/temporary-folder'
import { startRedis } from '#support/cluster/redis'
import { until } from '#support/events/next-event'

async function anyRedis() {
  const server = await startRedis()
  onTestFinished(() => server.stop())
  return server
}

async function ownRedis(port?: number) {
  const server = await startRedis({ own: true, ...(port && { port }) })
  onTestFinished(() => server.stop())
  return server
}

function openClients(url: string, { log = createLogger('silent'), silenceMs = 6_000 } = {}) {
  const failures = { count: 0 }
  const redis = openRedis(url, { log, silenceMs, onPublishFailure: () => failures.count++ })
  onTestFinished(() => redis.close())
  return { redis, failures }
}

test('a message of one node reaches the other', async () => {
  const { url } = await anyRedis()
  const [here, there] = [openClients(url), openClients(url)]
  await there.redis.subscriber.subscribe('moved')
  await here.redis.ready
  const heard = once(there.redis.subscriber, 'message')
  expect(await here.redis.publisher.publish('moved', 'post 1')).toBe(1)
  expect(await heard).toEqual(['moved', 'post 1'])
  expect(here.failures.count).toBe(0)
})

test('a node starts without Redis and connects when it appears', async () => {
  const { url, port, stop } = await ownRedis()
  await stop()
  const { redis, failures } = openClients(url)
  await once(redis.publisher, 'error')
  expect(redis.isReady()).toBe(false)
  expect(await redis.publisher.publish('moved', 'lost')).toBe(0)
  expect(failures.count).toBe(1)
  await expect(redis.commands.get('key')).rejects.toThrow()
  const subscribed = redis.subscriber.subscribe('moved')

  await ownRedis(port)
  await redis.ready
  await subscribed
  expect(redis.isReady()).toBe(true)
  expect(await redis.commands.set('key', 'value')).toBe('OK')
})

test('an outage rejects no publish and costs no subscription', async () => {
  const { url, port, stop } = await ownRedis()
  const { redis, failures } = openClients(url)
  await redis.subscriber.psubscribe('room:*')
  await redis.ready
  await Promise.all([stop(), closed(redis.publisher)])
  expect(await redis.publisher.publish('room:1', 'lost')).toBe(0)
  expect(failures.count).toBe(1)

  await ownRedis(port)
  await vi.waitUntil(() => redis.isReady(), { timeout: 10_000 })
  const heard = once(redis.subscriber, 'pmessage')
  expect(await redis.publisher.publish('room:1', 'heard')).toBe(1)
  expect(await heard).toEqual(['room:*', 'room:1', 'heard'])
})

test('an outage is two lines in the log, however often a client tries again', async () => {
  const file = `${await temporaryFolder()}/log`
  const { url, port, stop } = await ownRedis()
  const { redis } = openClients(url, { log: createLogger('info', file) })
  await redis.ready
  await stop()
  for (let failed = 0; failed < 3; failed++) await once(redis.commands, 'error')
  await ownRedis(port)
  await vi.waitUntil(() => redis.isReady(), { timeout: 10_000 })
  const text = await until(
    () => readFile(file, 'utf8'),
    text => text.includes('Redis is back'),
  )
  const lines = text.trim().split('\n')
  expect(lines.map(line => JSON.parse(line).msg)).toEqual([
    expect.stringContaining('Redis is away'),
    expect.stringMatching(/^Redis is back after \d+ s$/),
  ])
})

test('a silent connection is closed, and its publishes are counted', async () => {
  const { port } = await anyRedis()
  const cable = await startCable(port)
  const { redis, failures } = openClients(`redis://127.0.0.1:${cable.port}`, { silenceMs: 300 })
  await redis.ready
  cable.blackhole()
  const givenUp = Promise.all([redis.publisher, redis.subscriber, redis.commands].map(closed))
  expect(await redis.publisher.publish('moved', 'lost')).toBe(0)
  expect(failures.count).toBe(1)
  await givenUp
  expect(redis.isReady()).toBe(false)
})

// Not events.once, which rejects at the error that comes first.
function closed(client: Redis) {
  return new Promise(resolve => client.once('close', resolve))
}

/** A loopback proxy that can swallow everything while its connections stay open, as a broken network does. */
async function startCable(target: number) {
  const sockets: Socket[] = []
  const server = createServer(near => {
    const far = connect(target, '127.0.0.1')
    for (const socket of [near, far]) socket.on('error', () => undefined)
    sockets.push(near, far)
    near.pipe(far).pipe(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const blackhole = () => {
    for (const socket of sockets) {
      socket.unpipe()
      socket.resume()
    }
  }
  return { port: (server.address() as AddressInfo).port, blackhole }
}
