import { Redis, type RedisOptions } from 'ioredis'
import { closeInTime } from './close-in-time.ts'
import type { Log } from './log.ts'
import { createOutage, isDisconnected, type Outage, type Sign } from './outages.ts'

export type RedisClients = {
  /** Sends to the other nodes. Its `publish` never rejects: a message that Redis did not take is counted and gives 0. */
  publisher: Redis
  /** Listens to the other nodes. Subscribes again by itself after an outage. */
  subscriber: Redis
  /** Everything else. A command rejects at once while Redis is away, and after a second without a reply. */
  commands: Redis
  /** Begins by itself; takes what others say about the same Redis. */
  outage: Outage
  /** Whether all three are connected now. */
  isReady(): boolean
  /** Resolves when all three were connected once; never rejects. */
  ready: Promise<void>
  close(): Promise<void>
}

export type RedisHandlers = { log: Log; onPublishFailure: () => void; silenceMs?: number; repeatMs?: number }

/** Begins to connect and returns at once: with Redis away a node starts, and connects when it can. */
export function openRedis(
  url: string,
  { log, onPublishFailure, silenceMs = 6_000, repeatMs }: RedisHandlers,
): RedisClients {
  // With the heartbeat: a connection whose other end vanished without a word is given up after `silenceMs`.
  const options: RedisOptions = { connectTimeout: 5_000, socketTimeout: silenceMs, retryStrategy }
  const publisher = new Redis(url, { ...options, ...impatient })
  const subscriber = new Redis(url, { ...options, maxRetriesPerRequest: null })
  const commands = new Redis(url, { ...options, ...impatient, commandTimeout: 1_000 })
  const clients = [publisher, subscriber, commands]

  swallowFailures(publisher, onPublishFailure)
  const outage = createOutage({
    name: 'Redis',
    effect: 'pushes between nodes wait for the log, jobs wait, shared rate limits count by node',
    log,
    signOf: signOfRedis,
    isThere: () => clients.every(isReady),
    ...(repeatMs && { repeat: repeatMs }),
  })
  for (const client of clients) client.on('error', outage.begin)
  const heartbeat = setInterval(() => clients.forEach(beat), silenceMs / 3).unref()

  return {
    publisher,
    subscriber,
    commands,
    outage,
    isReady: () => clients.every(isReady),
    ready: Promise.all(clients.map(client => isReady(client) || new Promise(go => client.once('ready', go)))).then(
      () => undefined,
    ),
    async close() {
      clearInterval(heartbeat)
      outage.stop()
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

/** What Redis says while it starts or is not the one that writes, and what its driver says without it. */
function signOfRedis(error: unknown): Sign {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown }
  const unavailable = /^(LOADING|MASTERDOWN|CLUSTERDOWN|READONLY|TRYAGAIN) /
  const lost = /^(Connection is closed|Stream isn't writeable|Command timed out|Command aborted|Socket timeout)/
  if (name === 'MaxRetriesPerRequestError') return 'sure'
  if (unavailable.test(String(message)) || lost.test(String(message))) return 'sure'
  // A queue that was emptied says so of each job that ran.
  const torn = /^(could not renew lock|Missing (lock|key)) for job/
  return torn.test(String(message)) || isDisconnected(error) ? 'possible' : null
}

function beat(client: Redis) {
  if (isReady(client)) client.ping().catch(() => undefined)
}

function isReady(client: Redis): boolean {
  return client.status === 'ready'
}

async function quit(client: Redis) {
  if (isReady(client)) await closeInTime(() => client.quit()).catch(() => undefined)
  client.disconnect()
}
