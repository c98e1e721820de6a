import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Hono } from 'hono'
import { apartPairs } from '#access/apart'
import { type Hidden, hiddenPhotos } from '#access/hidden-photos'
import { findExport, keyOfExport } from '#access/own-export'
import { whoSees } from '#access/who-sees'
import { docsRoutes } from '#api-docs/routes'
import { createCredentials } from '#auth/credentials'
import { createSessions } from '#auth/sessions'
import type { Config } from '#config'
import { namespaces } from '#contract'
import { batched } from '#core/batching/loader'
import { createHeadOf } from '#core/events/head-of'
import { followInvalidations } from '#core/events/invalidations'
import { createHotPosts } from '#core/live/hot-posts'
import { createProfileCounts } from '#core/live/profile-counts'
import type { Invalidation, PostMoved } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { createRun } from '#core/pipeline/run'
import { databaseError } from '#core/pipeline/transaction'
import { openSharedClock } from '#database/clock'
import { forkOf } from '#database/fork'
import { row, sql } from '#database/statement'
import { handlers } from '#features'
import { exportRoutes } from '#http/exports'
import { healthRoutes } from '#http/health'
import { mailboxRoutes } from '#http/mailbox'
import { mediaRoutes } from '#http/media'
import { answerProblem, operationRoutes } from '#http/routes'
import { webPage } from '#http/web-page'
import { imageUrls, photoReaders } from '#photos/image-urls'
import { createBroadcast, topicRoom, userRoom } from '#platform/broadcast'
import { removeLeftovers } from '#platform/disk-folder'
import { openDrivers } from '#platform/drivers'
import { createLimiter } from '#platform/limits'
import { addressBehind, listen } from '#platform/listen'
import { observeClosings, observeJobs } from '#platform/metrics'
import { publicUrlOf } from '#platform/public-url'
import { openWorkers } from '#platform/queues'
import { openSockets } from '#platform/sockets'
import { attachSockets, parser } from '#sockets/attach'
import { type Connections, createConnections } from '#sockets/connections'
import { watchLines } from '#sockets/lines'
import { postUpdates } from '#sockets/post-updates'
import { createEngine } from '#start/engine'
import { viewCommentsForAll } from '#views/comments'
import { renderEntries } from '#views/events'
import { viewMailbox } from '#views/mailbox'
import { viewCounts } from '#views/profile-counts'
import { createWork } from '#workers/worker'

export const version = '0.1.0'
const webFolder = join(import.meta.dirname, '../web/dist')

export type App = Awaited<ReturnType<typeof createApp>>

/** One node: opens everything in order, and closes it in reverse; also when opening fails half way. */
export async function createApp(config: Config) {
  await using stack = new AsyncDisposableStack()

  // Health answers before anything else is there.
  let ready = false
  let running = 0
  let door: Hono | null = null
  const health = new Hono()
  const { http, port } = await listen(async (request, env) => {
    running += 1
    try {
      return await (door ?? health).fetch(request, env)
    } finally {
      running -= 1
    }
  }, config)
  stack.defer(() => new Promise<void>(resolve => http.close(() => resolve())))
  const url = publicUrlOf(config, port)
  let metricsText = async () => ''
  let isHealthy = async () => false
  const healthApp = healthRoutes({ isReady: () => ready && isHealthy(), metrics: () => metricsText() })
  health.route('/', healthApp)
  health.notFound(c => answerProblem(c, new ApiError('unavailable', 'The server is starting.', { retryAfter: 1 })))

  let lose = (_: Error) => {}
  const drivers = await openDrivers(config, stack, { onLost: error => lose(error) })
  const { log, metrics, orm, redis, storage, queues, report: onError } = drivers
  metricsText = () => metrics.registry.metrics()

  // What people may do and see.
  const credentials = createCredentials(drivers.secrets)
  const images = imageUrls(credentials.keyFor('images'))
  const { corsOrigins, publicUrl } = config
  const io = openSockets(redis, { http, corsOrigins, publicUrl, parser, isReady: () => ready })
  const addressOf = (request: IncomingMessage) =>
    addressBehind(config.trustProxy, request.headers['x-forwarded-for']?.toString(), request.socket.remoteAddress)
  const lines = watchLines(io, { ...config, addressOf, onClosed: observeClosings(metrics) })
  stack.defer(() => lines.stop())
  const fork = forkOf(orm)
  const watchFork = forkOf(drivers.watch)
  const clock = await openSharedClock(watchFork, onError)
  stack.defer(() => clock.stop())
  const broadcast = createBroadcast(io, { isCluster: redis !== null, now: clock.now })
  const connections: Connections = createConnections({
    maxPerUser: config.maxConnectionsPerUser,
    rateLimitScale: config.rateLimitScale,
    whoSees: (ownerId, viewerIds) => whoSees(watchFork(), ownerId, viewerIds),
    onError,
  })
  const sessions = createSessions(credentials, fork)
  isHealthy = () => row(fork(), sql`select 1`).then(Boolean, () => false)

  const apply = (invalidation: Invalidation) => {
    if (invalidation.kind === 'session') sessions.forgetSession(invalidation.subjectId)
    if (invalidation.kind === 'account') sessions.forgetUser(invalidation.subjectId)
    connections.apply(invalidation)
  }
  const hotPosts = createHotPosts({
    isWanted: postId => broadcast.isWatched('posts', 'post', postId),
    send: postUpdates({
      broadcast,
      connections,
      render: ids => viewCommentsForAll({ em: fork(), imageUrl: images.sign }, ids),
      apartPairs: (ones, others) => apartPairs(fork(), ones, others),
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
    read: userIds => viewCounts({ em: fork() }, userIds),
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
    fork: watchFork,
    apply,
    closeAll: connections.closeAll,
    onError,
  })
  stack.defer(() => invalidations.stop())

  const engine = createEngine({
    orm,
    credentials,
    imageUrl: images.sign,
    canText: drivers.canText,
    broadcast: { ...broadcast, localUsers: connections.users },
    now: clock.now,
    render: renderEntries,
    hand: queues.hand,
    apply,
    tellInvalidated: list => broadcast.gossip('invalidated', [...list]),
    moved: what => {
      hotPosts.moved(what)
      relay.moved(what)
    },
    counted: profileCounts.counted,
    onError,
  })
  stack.defer(() => engine.close())
  const limiter = createLimiter({ scale: config.rateLimitScale, ...(redis && { redis: redis.commands }) })
  const run = createRun({
    orm,
    handlers,
    reading: engine.reading,
    transact: engine.transact,
    limiter,
    observe: ({ lane, size }) => metrics.batchSize.observe({ operation: lane }, size),
    onError,
  })

  const scratch = join(config.dataDir, 'incoming')
  await removeLeftovers(scratch)
  if (config.workers) {
    const work = createWork({
      ...engine,
      drivers: { ...drivers.letters, files: storage, scratch, publicUrl: url },
      observe: observeJobs(metrics),
      onError,
    })
    const workers = openWorkers(drivers.backend, work, onError)
    stack.defer(() => workers.close())
    await workers.ready()
  }
  await engine.transact(async ctx => {
    ctx.enqueue('rows.expire', {})
    ctx.enqueue('feeds.trim', { after: null })
  })

  // The doors.
  const observe = (transport: string) => (call: { operation: string; code: string; seconds: number }) =>
    metrics.operation.observe({ operation: call.operation, door: transport, code: call.code }, call.seconds)
  const httpDeps = {
    run,
    sessions,
    corsOrigins: config.corsOrigins,
    addressOf: (c: { env: unknown }) => addressOf((c.env as { incoming: IncomingMessage }).incoming),
    observe: observe('http'),
    onError,
  }
  attachSockets({
    io,
    run,
    sessions,
    lines,
    connections,
    rooms: { user: userRoom, topic: topicRoom },
    headOf: createHeadOf(fork),
    addressOf: socket => addressOf(socket.request),
    observe: observe('socket'),
    count: (namespace, step) => metrics.sockets.inc({ namespace }, step),
  })
  const hidden = batched<string, Hidden>(folders =>
    hiddenPhotos(fork(), folders).catch(error => Promise.reject(databaseError(error) ?? error)),
  )
  const front = operationRoutes(httpDeps)
  front.route(
    '/',
    mediaRoutes({
      ...httpDeps,
      files: storage,
      uploadFolder: scratch,
      checkUrl: images.check,
      async isHidden(folder, readers) {
        const how = await hidden(folder)
        if (how === 'from all but moderators') return readers !== photoReaders.moderators
        return how === 'from all' || (how === 'by public address' && readers === photoReaders.everybody)
      },
    }),
  )
  front.route(
    '/',
    exportRoutes({
      ...httpDeps,
      async open(ownerId, exportId) {
        const found = await findExport(fork(), ownerId, exportId)
        const file = found && (await storage.stat(keyOfExport(found.id)))
        if (!file) return null
        const read = () => storage.stream(keyOfExport(found.id))
        return { size: file.size, name: `heliograph-${found.day}.zip`, read }
      },
    }),
  )
  front.route('/', healthApp)
  front.route('/', docsRoutes({ publicUrl: url, version }))
  if (config.mailbox) front.route('/', mailboxRoutes({ read: () => viewMailbox(fork()) }))
  front.route('/', webPage(webFolder))
  door = front
  ready = true

  // Stopping, first of all: be unready, tell sockets to go elsewhere, finish what runs.
  stack.defer(async () => {
    ready = false
    for (const name of namespaces) io.of(`/${name}`).local.emit('server.moving', {})
    http.closeIdleConnections()
    for (let i = 0; running > 0 && i < 80; i += 1) await new Promise(resolve => setTimeout(resolve, 100))
    connections.closeAll()
    const ended = new Promise<void>(resolve => void io.close(() => resolve()))
    http.closeAllConnections()
    await ended
  })

  const opened = stack.move()
  let closed: Promise<void> | undefined
  lose = error => {
    onError(error)
    closed ??= opened.disposeAsync()
  }
  return {
    url,
    port,
    config,
    log,
    orm,
    run,
    engine,
    close: () => {
      closed ??= opened.disposeAsync()
      return closed
    },
  }
}
