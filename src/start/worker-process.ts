import type { Config } from '#config'
import { createLogger } from '#platform/log'
import { createMetrics } from '#platform/metrics'
import { createReport } from '#platform/outages'
import { publicUrlOf } from '#platform/public-url'
import { closing } from './close.ts'
import { startCore } from './core.ts'
import { startDatabase } from './database.ts'
import { startEngine } from './engine.ts'
import { startSending } from './live.ts'
import { startMessages } from './messages.ts'
import { startQueues } from './queues.ts'
import { startRedis } from './redis.ts'
import { startStorage } from './storage.ts'
import { type CreateWork, startWorkers } from './workers.ts'

/** A process that runs jobs and nothing else: it listens nowhere, and reaches sockets through the nodes. */
export async function startWorkerProcess(config: Config, createWork: CreateWork) {
  if (config.redisUrl === null) {
    throw new Error(
      'A worker of its own needs REDIS_URL, to reach the nodes; without Redis the server runs jobs itself.',
    )
  }
  await using stack = new AsyncDisposableStack()
  const log = createLogger(config.logLevel)
  const metrics = createMetrics()
  const database = await startDatabase(stack, config, { log })
  const redis = startRedis(stack, config.redisUrl, log, metrics)
  const files = await startStorage(config)
  const report = createReport(log, [redis.outage, database.outage])
  const { backend, hand } = await startQueues(stack, config, database.url, report)
  const messages = startMessages(stack, config, log)
  const core = await startCore(stack, config, database, report)
  const live = startSending(stack, redis, core, report)
  const engine = startEngine(stack, { database, core, live, canText: messages.canText, hand, report })
  const url = publicUrlOf(config, config.port)
  await startWorkers(stack, { createWork, engine, files, messages, backend, url, metrics, report })
  return { close: closing(stack) }
}
