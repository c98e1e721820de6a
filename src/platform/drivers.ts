import { setTimeout as wait } from 'node:timers/promises'
import type { Config } from '#config'
import { migrateDatabase, openDatabase } from './database.ts'
import { createDatabaseOutage, signOfDatabase } from './database-outage.ts'
import { openEmbeddedPostgres } from './embedded-postgres.ts'
import { createLogger } from './log.ts'
import { openMail } from './mail.ts'
import { createMetrics } from './metrics.ts'
import { createReport, type Outage } from './outages.ts'
import { migrateQueues, openQueues, type QueueBackend } from './queues.ts'
import { openRedis } from './redis.ts'
import { ensureSecret } from './secret.ts'
import { claimOnlyNode } from './single-node.ts'
import { openSms } from './sms.ts'
import { openStorage } from './storage.ts'

/** Opens what a process needs, in order, onto a stack that closes it in reverse; also when opening fails half way. */
export async function openDrivers(
  config: Config,
  stack: AsyncDisposableStack,
  { only = true, onLost = (_: Error) => {} } = {},
) {
  const log = createLogger(config.logLevel)
  const metrics = createMetrics()
  const postgres = config.embedded ? await openEmbeddedPostgres(config.dataDir) : null
  if (postgres) stack.defer(() => postgres.close())
  const databaseUrl = postgres?.url ?? config.databaseUrl ?? ''
  const databaseOutage = createDatabaseOutage(log, databaseUrl)
  stack.defer(() => databaseOutage.stop())
  await retried(() => migrateDatabase(databaseUrl), databaseOutage)
  if (!config.redisUrl && !config.embedded && only) stack.use(await claimOnlyNode(databaseUrl, onLost))
  const orm = await openDatabase(databaseUrl, config.databasePool)
  stack.defer(() => orm.close())
  // Whether rights were lost is asked on a connection of its own: it does not wait behind anybody's query.
  const watch = await openDatabase(databaseUrl, 1)
  stack.defer(() => watch.close())

  const onPublishFailure = () => metrics.redisPublishFailures.inc()
  const redis = config.redisUrl ? openRedis(config.redisUrl, { log, onPublishFailure }) : null
  if (redis) stack.defer(() => redis.close())
  const storage = await openStorage({ dataDir: config.dataDir, ...(config.s3 && { s3: config.s3 }) })
  const backend: QueueBackend =
    config.queueBackend === 'redis' && config.redisUrl
      ? { kind: 'redis', url: config.redisUrl }
      : { kind: 'postgres', url: databaseUrl }
  if (backend.kind === 'postgres') await migrateQueues(databaseUrl)
  const report = createReport(log, [...(redis ? [redis.outage] : []), databaseOutage])
  const queues = openQueues(backend, report)
  stack.defer(() => queues.close())
  const mail = config.smtpUrl ? openMail({ smtpUrl: config.smtpUrl, from: config.mailFrom }) : null
  if (mail) stack.defer(() => mail.close())
  const sms = config.sms && openSms(config.sms)
  const canText = sms !== null || config.mailbox
  if (!config.embedded && config.publicUrl === null)
    log.warn('PUBLIC_URL is not set: links in letters lead to this machine')
  if (!canText) log.warn('SMS_URL is not set: nobody can sign up with a phone number')
  const secrets = config.jwtSecrets.length > 0 ? config.jwtSecrets : [await ensureSecret(config.dataDir)]
  const letters = { mail, sms, mailbox: config.mailbox }
  return { log, report, metrics, databaseUrl, orm, watch, redis, storage, backend, queues, letters, canText, secrets }
}

export type Drivers = Awaited<ReturnType<typeof openDrivers>>

/** Tries again while the database cannot be reached; any other fault ends the start. */
async function retried<T>(open: () => Promise<T>, outage: Outage): Promise<T> {
  for (;;) {
    try {
      return await open()
    } catch (error) {
      if (signOfDatabase(error) === null) throw error
      outage.begin(error)
      await wait(500)
    }
  }
}
