import type { IncomingMessage } from 'node:http'
import { findExport, keyOfExport } from '#access/accounts'
import { type Hidden, hiddenPhotos } from '#access/media'
import { docsRoutes } from '#api-docs/routes'
import type { Config } from '#config'
import { batched } from '#core/batching/loader'
import type { Run } from '#core/pipeline/run'
import { databaseError } from '#core/pipeline/transaction'
import { exportRoutes } from '#http/exports'
import { healthRoutes } from '#http/health'
import { mailboxRoutes } from '#http/mailbox'
import { mediaRoutes } from '#http/media'
import { operationRoutes } from '#http/routes'
import { webPage } from '#http/web-page'
import { photoReaders } from '#photos/image-urls'
import { type Metrics, observeOperations } from '#platform/metrics'
import type { Report } from '#platform/outages'
import { viewMailbox } from '#views/accounts'
import type { Core } from './core.ts'
import type { Database } from './database.ts'
import type { Listener } from './listener.ts'
import type { Files } from './storage.ts'

type Deps = {
  config: Config
  version: string
  /** The folder of the built web page. */
  webFolder: string
  run: Run
  core: Core
  database: Database
  files: Files
  listener: Listener
  metrics: Metrics
  report: Report
}

/** Serves operations, files, documentation and the web page over HTTP; the node is ready from here on. */
export function startHttp({ config, version, webFolder, run, core, database, files, listener, metrics, report }: Deps) {
  const deps = {
    run,
    sessions: core.sessions,
    corsOrigins: config.corsOrigins,
    addressOf: (c: { env: unknown }) => listener.addressOf((c.env as { incoming: IncomingMessage }).incoming),
    observe: observeOperations(metrics, 'http'),
    onError: report('Handling an HTTP request failed'),
  }
  const routes = operationRoutes(deps)
  routes.route(
    '/',
    mediaRoutes({
      ...deps,
      files: files.storage,
      uploadFolder: files.scratch,
      checkUrl: core.images.check,
      isHidden: hiddenFrom(database),
    }),
  )
  routes.route('/', exportRoutes({ ...deps, open: exportOf(database, files) }))
  const isReady = () => listener.isReady() && database.isHealthy()
  routes.route('/', healthRoutes({ isReady, metrics: () => metrics.registry.metrics() }))
  routes.route('/', docsRoutes({ publicUrl: listener.url, version }))
  if (config.mailbox) routes.route('/', mailboxRoutes({ read: () => viewMailbox(database.fork()) }))
  routes.route('/', webPage(webFolder))
  listener.serve(routes)
}

/** Whether the photo in a folder is no longer shown to those whom its address was made for. */
function hiddenFrom({ fork }: Database) {
  const hidden = batched<string, Hidden>(folders =>
    hiddenPhotos(fork(), folders).catch(error => Promise.reject(databaseError(error) ?? error)),
  )
  return async (folder: string, readers: string | undefined) => {
    const how = await hidden(folder)
    if (how === 'from all but moderators') return readers !== photoReaders.moderators
    if (how === 'from all but its owner') return readers !== photoReaders.moderators && readers !== photoReaders.owner
    return how === 'from all' || (how === 'by public address' && readers === photoReaders.everybody)
  }
}

/** Finds an export of its owner that is ready; null if there is none. */
function exportOf({ fork }: Database, { storage }: Files) {
  return async (ownerId: string, exportId: string) => {
    const found = await findExport(fork(), ownerId, exportId)
    const file = found && (await storage.stat(keyOfExport(found.id)))
    if (!file) return null
    const read = () => storage.stream(keyOfExport(found.id))
    return { size: file.size, name: `heliograph-${found.createdAt.toISOString().slice(0, 10)}.zip`, read }
  }
}
