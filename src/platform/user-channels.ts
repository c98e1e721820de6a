import { randomUUID } from 'node:crypto'
import { setTimeout as after } from 'node:timers/promises'
import type { RedisClients } from './redis.ts'

const prefix = 'heliograph:user:'
const channelOf = (userId: string) => prefix + userId
/** Milliseconds that a connection waits for its user's channel: what is missed without it is found again in the log. */
const maxWait = 250
const maxPerCommand = 1000

/**
 * One channel of Redis for each user who is connected: a node listens to those of its own users, so that a push reaches
 * only the nodes that have sockets of its recipient. `onMessage` is called for messages of other processes.
 */
export function openUserChannels(
  { publisher, subscriber }: Pick<RedisClients, 'publisher' | 'subscriber'>,
  onMessage: (userId: string, message: unknown) => void,
) {
  const self = randomUUID()
  const local = new Map<string, Promise<unknown>>()
  // Channels that were left while Redis was away: the driver listens to them again when it is back.
  const left = new Set<string>()

  const isReady = () => subscriber.status === 'ready'
  const subscribe = (userIds: string[]) => subscriber.subscribe(...userIds.map(channelOf)).catch(() => {})
  const unsubscribe = (userIds: string[]) => subscriber.unsubscribe(...userIds.map(channelOf)).catch(() => {})

  const catchUp = () => {
    for (const userIds of inParts(local.keys())) void subscribe(userIds)
    for (const userIds of inParts(left)) void unsubscribe(userIds)
    left.clear()
  }
  const receive = (channel: Buffer, message: Buffer) => {
    const name = channel.toString()
    if (!name.startsWith(prefix)) return
    const { from, ...rest } = JSON.parse(message.toString()) as { from: string }
    if (from !== self) onMessage(name.slice(prefix.length), rest)
  }
  subscriber.on('ready', catchUp)
  subscriber.on('messageBuffer', receive)

  return {
    /** A user has connected to this node. */
    enter(userId: string) {
      left.delete(userId)
      local.set(userId, isReady() ? subscribe([userId]) : Promise.resolve())
    },
    /** The last connection of a user to this node has closed. */
    leave(userId: string) {
      local.delete(userId)
      if (isReady()) void unsubscribe([userId])
      else left.add(userId)
    },
    /** Resolves when this node listens for a user of its own, after `maxWait` at the latest; at once while Redis is away. */
    listening: (userId: string) => Promise.race([local.get(userId), after(maxWait, undefined, { ref: false })]),
    /** Sends to the other nodes that have sockets of these users. */
    publish(userIds: readonly string[], message: object) {
      const text = JSON.stringify({ from: self, ...message })
      // What is not sent while Redis is away is found again in the log.
      for (const userId of userIds) publisher.publish(channelOf(userId), text).catch(() => {})
    },
    close() {
      subscriber.off('ready', catchUp)
      subscriber.off('messageBuffer', receive)
    },
  }
}

function* inParts(ids: Iterable<string>): Generator<string[]> {
  const all = [...ids]
  for (let at = 0; at < all.length; at += maxPerCommand) yield all.slice(at, at + maxPerCommand)
}
