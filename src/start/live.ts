import type { Config } from '#config'
import { followInvalidations } from '#core/events/invalidations'
import type { AnyTopics } from '#core/live/topic'
import { createUpdates } from '#core/live/updates'
import { createWatchers } from '#core/live/watchers'
import type { Invalidation } from '#core/pipeline/context'
import { createBroadcast } from '#platform/broadcast'
import { closeInTime } from '#platform/close-in-time'
import { createClusterBus } from '#platform/cluster-bus'
import { type Metrics, observeClosings } from '#platform/metrics'
import type { Report } from '#platform/outages'
import type { RedisClients } from '#platform/redis'
import { closeSending, openSockets } from '#platform/sockets'
import { parser } from '#sockets/attach'
import { watchClientConnections } from '#sockets/client-connections'
import { createConnections } from '#sockets/connections'
import { topics as declaredTopics } from '#topics'
import type { Core } from './core.ts'
import type { Database } from './database.ts'
import type { Listener } from './listener.ts'

type Deps = {
  config: Config
  topics: AnyTopics
  redis: RedisClients | null
  database: Database
  core: Core
  listener: Listener
  metrics: Metrics
  report: Report
}

export type Live = ReturnType<typeof startLive>

/** What reaches the sockets of this node and the other nodes: pushes, updates of topics, invalidations. */
export function startLive(stack: AsyncDisposableStack, deps: Deps) {
  const { config, topics, redis, database, core, listener, metrics, report } = deps
  const { http, addressOf, isReady } = listener
  const { corsOrigins, publicUrl } = config
  const io = openSockets(redis, { http, corsOrigins, publicUrl, parser, isReady })
  const clients = watchClientConnections(io, { ...config, addressOf, onClosed: observeClosings(metrics) })
  stack.defer(() => clients.stop())
  const bus = createClusterBus(io, { isCluster: redis !== null })
  const onReceived = () => metrics.clusterPushes.inc()
  const broadcast = createBroadcast({ io, bus, redis, now: core.now, onReceived })
  stack.defer(() => broadcast.close())

  const watchers = createWatchers({
    topics,
    rooms: broadcast.rooms,
    context: () => ({ em: database.watchFork() }),
    onError: report('Reading who may go on watching failed'),
  })
  const updates = createUpdates({
    topics,
    watchers,
    emit: broadcast,
    context: () => ({ em: database.fork(), imageUrl: core.images.sign }),
    sendToNodes: redis && ((topic, changes) => bus.send('changed', topic, changes)),
    onError: report('Sending updates of a topic failed'),
  })
  stack.defer(async () => void (await closeInTime(updates.stop)))
  bus.on('changed', updates.heard)

  const connections = createConnections({
    maxPerUser: config.maxConnectionsPerUser,
    rateLimitScale: config.rateLimitScale,
    presence: broadcast.presence,
    forget: watchers.forget,
  })
  const apply = (invalidation: Invalidation) => {
    if (invalidation.kind === 'session') core.sessions.forgetSession(invalidation.subjectId)
    if (invalidation.kind === 'account') core.sessions.forgetUser(invalidation.subjectId)
    connections.apply(invalidation)
    watchers.apply(invalidation)
  }
  bus.on('invalidated', list => {
    for (const invalidation of list as Invalidation[]) apply(invalidation)
  })
  const invalidations = followInvalidations({
    fork: database.watchFork,
    apply,
    closeAll: connections.closeAll,
    onError: report('Reading invalidations failed'),
  })
  stack.defer(() => invalidations.stop())

  return {
    io,
    clients,
    connections,
    watchers,
    broadcast: { ...broadcast, localUsers: connections.users },
    apply,
    sendInvalidated: (list: readonly Invalidation[]) => bus.send('invalidated', [...list]),
    changed: updates.changed,
  }
}

/** The same for a process without sockets: everything goes to the nodes. */
export function startSending(stack: AsyncDisposableStack, redis: RedisClients, { now }: Core, report: Report) {
  const io = openSockets(redis)
  stack.defer(() => closeSending(io))
  const bus = createClusterBus(io, { isCluster: true })
  const broadcast = createBroadcast({ io, bus, redis, now })
  stack.defer(() => broadcast.close())
  const updates = createUpdates({
    topics: declaredTopics,
    watchers: { isWatched: () => false, of: () => new Map() },
    emit: broadcast,
    context: () => {
      throw new Error('A process without sockets renders no updates.')
    },
    sendToNodes: (topic, changes) => bus.send('changed', topic, changes),
    onError: report('Telling the nodes of changes failed'),
  })
  stack.defer(async () => void (await closeInTime(updates.stop)))
  return {
    broadcast: { ...broadcast, localUsers: () => [] },
    apply: () => {},
    sendInvalidated: (list: readonly Invalidation[]) => bus.send('invalidated', [...list]),
    changed: updates.changed,
  }
}
