import { join } from 'node:path'
import type { Config } from '#config'
import type { AnyTopics } from '#core/live/topic'
import type { Handlers } from '#core/pipeline/handler'
import { createRun } from '#core/pipeline/run'
import * as features from '#features'
import { createLimiter } from '#platform/limits'
import { createLogger } from '#platform/log'
import { createMetrics } from '#platform/metrics'
import { createReport } from '#platform/outages'
import { closing } from '#start/close'
import { startCore } from '#start/core'
import { startDatabase } from '#start/database'
import { startEngine } from '#start/engine'
import { startHttp } from '#start/http'
import { startListener } from '#start/listener'
import { startLive } from '#start/live'
import { startMessages } from '#start/messages'
import { startQueues } from '#start/queues'
import { startRedis } from '#start/redis'
import { startSockets, stopServingFirst } from '#start/sockets'
import { startStorage } from '#start/storage'
import { startWorkers } from '#start/workers'
import * as declared from '#topics'
import { createWork } from '#workers/worker'

export const version = '0.1.0'
const webFolder = join(import.meta.dirname, '../web/dist')

export type App = Awaited<ReturnType<typeof createApp>>

type Parts = { handlers: Handlers; topics: AnyTopics }

/**
 * One node: opens everything in order, and closes it in reverse; also when opening fails half way. `parts` takes the place
 * of the project's own handlers and topics.
 */
export async function createApp(config: Config, parts: Partial<Parts> = {}) {
  const { handlers = features.handlers, topics = declared.topics } = parts
  await using stack = new AsyncDisposableStack()
  const log = createLogger(config.logLevel)
  const metrics = createMetrics()
  const lost = Promise.withResolvers<Error>()

  const listener = await startListener(stack, config, metrics)
  const database = await startDatabase(stack, config, { log, onLost: lost.resolve })
  const redis = config.redisUrl ? startRedis(stack, config.redisUrl, log, metrics) : null
  const files = await startStorage(config)
  const report = createReport(log, [...(redis ? [redis.outage] : []), database.outage])
  const { backend, hand } = await startQueues(stack, config, database.url, report)
  const messages = startMessages(stack, config, log)

  const core = await startCore(stack, config, database, report)
  const live = startLive(stack, { config, topics, redis, database, core, listener, metrics, report })
  const engine = startEngine(stack, { database, core, live, canText: messages.canText, hand, report })
  const run = createRun({
    orm: database.orm,
    handlers,
    reading: engine.reading,
    transact: engine.transact,
    limiter: createLimiter({ scale: config.rateLimitScale, ...(redis && { redis: redis.commands }) }),
    observe: ({ batch, size }) => metrics.batchSize.observe({ operation: batch }, size),
    onError: report('An operation failed'),
  })

  if (config.workers) {
    const { url } = listener
    await startWorkers(stack, { createWork, engine, files, messages, backend, url, metrics, report })
  }
  await engine.transact(async ctx => {
    ctx.enqueue('rows.expire', {})
    ctx.enqueue('feeds.trim', { after: null })
    ctx.enqueue('posts.expire', {})
  })

  startSockets({ live, run, sessions: core.sessions, database, listener, metrics })
  startHttp({ config, version, webFolder, run, core, database, files, listener, metrics, report })
  stopServingFirst(stack, listener, live)

  const close = closing(stack)
  void lost.promise.then(error => {
    report('This node stops')(error)
    return close()
  })
  return { url: listener.url, port: listener.port, config, log, orm: database.orm, run, engine, close }
}
