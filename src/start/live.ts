import { apartPairs } from '#access/apart'
import { whoSees } from '#access/who-sees'
import type { Config } from '#config'
import { followInvalidations } from '#core/events/invalidations'
import { createHotPosts } from '#core/live/hot-posts'
import { createProfileCounts } from '#core/live/profile-counts'
import type { Invalidation, PostMoved } from '#core/pipeline/context'
import { createBroadcast } from '#platform/broadcast'
import { type Metrics, observeClosings } from '#platform/metrics'
import type { Report } from '#platform/outages'
import type { RedisClients } from '#platform/redis'
import { closeSending, openSockets } from '#platform/sockets'
import { parser } from '#sockets/attach'
import { createConnections } from '#sockets/connections'
import { watchLines } from '#sockets/lines'
import { postUpdates } from '#sockets/post-updates'
import { viewCommentsForAll } from '#views/comments'
import { viewCounts } from '#views/profile-counts'
import type { Core } from './core.ts'
import type { Database } from './database.ts'
import type { Listener } from './listener.ts'

type Deps = {
  config: Config
  redis: RedisClients | null
  database: Database
  core: Core
  listener: Listener
  metrics: Metrics
  report: Report
}

/** What reaches the sockets of this node and the other nodes: pushes, updates of topics, invalidations. */
export function startLive(stack: AsyncDisposableStack, deps: Deps) {
  const { config, redis, database, core, listener, metrics, report } = deps
  const { http, addressOf, isReady } = listener
  const { corsOrigins, publicUrl } = config
  const io = openSockets(redis, { http, corsOrigins, publicUrl, parser, isReady })
  const lines = watchLines(io, { ...config, addressOf, onClosed: observeClosings(metrics) })
  stack.defer(() => lines.stop())
  const broadcast = createBroadcast(io, { isCluster: redis !== null, now: core.now })
  const connections = createConnections({
    maxPerUser: config.maxConnectionsPerUser,
    rateLimitScale: config.rateLimitScale,
    whoSees: (ownerId, viewerIds) => whoSees(database.watchFork(), ownerId, viewerIds),
    onError: report('Reading who may see an account failed'),
  })
  const apply = (invalidation: Invalidation) => {
    if (invalidation.kind === 'session') core.sessions.forgetSession(invalidation.subjectId)
    if (invalidation.kind === 'account') core.sessions.forgetUser(invalidation.subjectId)
    connections.apply(invalidation)
  }
  const onError = report('Sending an update failed')
  const hotPosts = createHotPosts({
    isWanted: postId => broadcast.isWatched('posts', 'post', postId),
    send: postUpdates({
      broadcast,
      connections,
      render: ids => viewCommentsForAll({ em: database.fork(), imageUrl: core.images.sign }, ids),
      apartPairs: (ones, others) => apartPairs(database.fork(), ones, others),
    }),
    onError,
  })
  stack.defer(() => hotPosts.stop())
  // Other nodes are told as folded as watchers are.
  const relay = createHotPosts({
    isWanted: () => redis !== null,
    send: folded => broadcast.gossip('moved', [folded]),
    onError,
  })
  stack.defer(() => relay.stop())
  const profileCounts = createProfileCounts({
    isWatched: userId => broadcast.isWatched('users', 'profile', userId),
    read: userIds => viewCounts({ em: database.fork() }, userIds),
    send: (userId, counts) => broadcast.toWatchers('users', 'profile', userId, 'profile.counts', { userId, counts }),
    tellOthers: redis && (userIds => broadcast.gossip('counted', userIds)),
    onError,
  })
  stack.defer(() => profileCounts.stop())
  broadcast.onGossip({
    counted: profileCounts.heard,
    moved: list => {
      for (const what of list as PostMoved[]) hotPosts.moved(what)
    },
    invalidated: list => {
      for (const invalidation of list as Invalidation[]) apply(invalidation)
    },
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
    lines,
    connections,
    broadcast: { ...broadcast, localUsers: connections.users },
    apply,
    tellInvalidated: (list: readonly Invalidation[]) => broadcast.gossip('invalidated', [...list]),
    moved: (what: PostMoved) => {
      hotPosts.moved(what)
      relay.moved(what)
    },
    counted: profileCounts.counted,
  }
}

/** The same for a process without sockets: everything goes to the nodes. */
export function startSending(stack: AsyncDisposableStack, redis: RedisClients, { now }: Core) {
  const io = openSockets(redis)
  stack.defer(() => closeSending(io))
  const broadcast = createBroadcast(io, { isCluster: true, now })
  return {
    broadcast: { ...broadcast, localUsers: () => [] },
    apply: () => {},
    tellInvalidated: (list: readonly Invalidation[]) => broadcast.gossip('invalidated', [...list]),
    moved: (what: PostMoved) => broadcast.gossip('moved', [what]),
    counted: (userIds: readonly string[]) => broadcast.gossip('counted', [...userIds]),
  }
}
