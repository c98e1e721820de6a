import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Hono } from 'hono'
import { apartPairs } from '#access/apart'
import { type Hidden, hiddenPhotos } from '#access/hidden-photos'
import { findExport, keyOfExport } from '#access/own-export'
import { whoSees } from '#access/who-sees'
import type { Config } from '#config'
import { namespaces } from '#contract'
import { batched } from '#core/batched'
import type { Invalidation, PostMoved } from '#core/context'
import { createCredentials } from '#core/credentials'
import { createEngine } from '#core/engine'
import { forkOf } from '#core/fork'
import { createHeadOf } from '#core/head-of'
import { createHotPosts } from '#core/hot-posts'
import { imageUrls, photoReaders } from '#core/image-urls'
import { followInvalidations } from '#core/invalidations'
import { createProfileCounts } from '#core/profile-counts'
import { refuse } from '#core/refusal'
import { createRun } from '#core/run'
import { createSessions } from '#core/sessions'
import { openSharedClock } from '#core/shared-clock'
import { refusalOfDatabase } from '#core/transaction'
import { type Connections, createConnections } from '#doors/connections'
import { docsRoutes } from '#doors/docs'
import { exportsDoor } from '#doors/exports'
import { healthRoutes } from '#doors/health'
import { answerProblem, httpDoor } from '#doors/http'
import { watchLines } from '#doors/lines'
import { mailboxRoutes } from '#doors/mailbox'
import { mediaDoor } from '#doors/media'
import { postFrames } from '#doors/post-frames'
import { attachSockets, parser } from '#doors/socket'
import { webPage } from '#doors/web-page'
import { row, sql } from '#entities/query'
import { handlers } from '#features'
import { createBroadcast, topicRoom, userRoom } from '#platform/broadcast'
import { removeLeftovers } from '#platform/disk-folder'
import { openDrivers } from '#platform/drivers'
import { createLimiter } from '#platform/limits'
import { addressBehind, listen } from '#platform/listen'
import { observeClosings, observeTasks } from '#platform/metrics'
import { publicUrlOf } from '#platform/public-url'
import { openWorkers } from '#platform/queues'
import { openSockets } from '#platform/sockets'
import { viewCommentsForAll } from '#views/comment-view'
import { renderEntries } from '#views/events'
import { viewLetters } from '#views/letter-view'
import { viewCounts } from '#views/profile-counts'
import { createWork } from '../workers/work.ts'

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
  const healthDoor = healthRoutes({ isReady: () => ready && isHealthy(), metrics: () => metricsText() })
  health.route('/', healthDoor)
  health.notFound(c => answerProblem(c, refuse('unavailable', 'The server is starting.', { retryAfter: 1 })))

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
    send: postFrames({
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
      observe: observeTasks(metrics),
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
  const observe = (doorName: string) => (call: { operation: string; code: string; seconds: number }) =>
    metrics.operation.observe({ operation: call.operation, door: doorName, code: call.code }, call.seconds)
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
    hiddenPhotos(fork(), folders).catch(error => Promise.reject(refusalOfDatabase(error) ?? error)),
  )
  const front = httpDoor(httpDeps)
  front.route(
    '/',
    mediaDoor({
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
    exportsDoor({
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
  front.route('/', healthDoor)
  front.route('/', docsRoutes({ publicUrl: url, version }))
  if (config.mailbox) front.route('/', mailboxRoutes({ read: () => viewLetters(fork()) }))
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
