import { setTimeout as wait } from 'node:timers/promises'
import type { Config } from '#config'
import { forkOf } from '#database/fork'
import { closeInTime } from '#platform/close-in-time'
import { migrateDatabase, openDatabase } from '#platform/database'
import { createDatabaseOutage, signOfDatabase } from '#platform/database-outage'
import { openEmbeddedPostgres } from '#platform/embedded-postgres'
import type { Log } from '#platform/log'
import type { Outage } from '#platform/outages'
import { claimOnlyNode } from '#platform/single-node'

export type Database = Awaited<ReturnType<typeof startDatabase>>

type Options = {
  log: Log
  /** Called when another node has taken the claim of a node without Redis to be the only one. */
  onLost?(error: Error): void
}

/** Opens PostgreSQL, embedded or by its URL, and brings its tables up to date. Waits while it cannot be reached. */
export async function startDatabase(stack: AsyncDisposableStack, config: Config, { log, onLost = () => {} }: Options) {
  const postgres = config.embedded ? await openEmbeddedPostgres(config.dataDir) : null
  if (postgres) stack.defer(() => postgres.close())
  const url = postgres?.url ?? config.databaseUrl ?? ''
  const outage = createDatabaseOutage(log, url)
  stack.defer(() => outage.stop())
  await retried(() => migrateDatabase(url), outage)
  if (!config.redisUrl && !config.embedded) stack.use(await claimOnlyNode(url, onLost))
  const orm = await openDatabase(url, config.databasePool)
  stack.defer(async () => void (await closeInTime(() => orm.close())))
  // Invalidations have a connection of their own: reading them does not wait behind other queries.
  const watch = await openDatabase(url, 1)
  stack.defer(async () => void (await closeInTime(() => watch.close())))

  const fork = forkOf(orm)
  return {
    url,
    orm,
    outage,
    fork,
    watchFork: forkOf(watch),
    isHealthy: () => orm.isConnected(),
  }
}

/** Tries again while the database cannot be reached; any other error ends the start. */
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
