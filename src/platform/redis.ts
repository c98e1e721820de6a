import { Redis, type RedisOptions } from 'ioredis'
import type { Log } from './log.ts'

export type RedisClients = {
  /** Sends to the other nodes. Its `publish` never rejects: what Redis did not take is counted and answers 0. */
  publisher: Redis
  /** Listens to the other nodes. Subscribes again by itself after an outage. */
  subscriber: Redis
  /** Everything else. A command rejects at once while Redis is away, and after a second without an answer. */
  commands: Redis
  /** Whether all three are connected now. */
  isReady(): boolean
  /** Resolves when all three were connected once; never rejects. */
  ready: Promise<void>
  close(): Promise<void>
}

export type RedisHandlers = { log: Log; onPublishFailure: () => void; silenceMs?: number }

/** Begins to connect and returns at once: with Redis away a node starts, and connects when it can. */
export function openRedis(url: string, { log, onPublishFailure, silenceMs = 6_000 }: RedisHandlers): RedisClients {
  // With the heartbeat: a connection whose other end vanished without a word is given up after `silenceMs`.
  const options: RedisOptions = { connectTimeout: 5_000, socketTimeout: silenceMs, retryStrategy }
  const publisher = new Redis(url, { ...options, ...impatient })
  const subscriber = new Redis(url, { ...options, maxRetriesPerRequest: null })
  const commands = new Redis(url, { ...options, ...impatient, commandTimeout: 1_000 })
  const clients = [publisher, subscriber, commands]

  swallowFailures(publisher, onPublishFailure)
  logOutages(clients, log)
  const heartbeat = setInterval(() => clients.forEach(beat), silenceMs / 3).unref()

  return {
    publisher,
    subscriber,
    commands,
    isReady: () => clients.every(isReady),
    ready: Promise.all(clients.map(client => isReady(client) || new Promise(go => client.once('ready', go)))).then(
      () => undefined,
    ),
    async close() {
      clearInterval(heartbeat)
      await Promise.all(clients.map(quit))
    },
  }
}

const retryStrategy = (attempt: number) => Math.min(50 * 2 ** Math.min(attempt - 1, 10), 2_000) + Math.random() * 200

// What waits for Redis to come back is stale by then: it fails at once, and nothing is sent twice.
const impatient: RedisOptions = { enableOfflineQueue: false, maxRetriesPerRequest: 0 }

function swallowFailures(publisher: Redis, onFailure: () => void) {
  const publish = publisher.publish.bind(publisher)
  publisher.publish = async (channel, message) => {
    try {
      return await publish(channel, message)
    } catch {
      onFailure()
      return 0
    }
  }
}

/** One line when the first client loses Redis, one when the last has it back. */
function logOutages(clients: Redis[], log: Log) {
  let isAway = false
  for (const client of clients) {
    client.on('error', err => {
      if (isAway) return
      isAway = true
      log.warn({ err }, 'Redis is away: pushes between nodes wait for the log, shared rate limits count by node')
    })
    client.on('ready', () => {
      if (!isAway || !clients.every(isReady)) return
      isAway = false
      log.info('Redis is back')
    })
  }
}

function beat(client: Redis) {
  if (isReady(client)) client.ping().catch(() => undefined)
}

function isReady(client: Redis): boolean {
  return client.status === 'ready'
}

async function quit(client: Redis) {
  if (isReady(client)) await client.quit().catch(() => undefined)
  client.disconnect()
}
