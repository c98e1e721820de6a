import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureCluster } from './embedded-postgres/cluster.ts'
import { commandFor } from './embedded-postgres/command.ts'
import { lockDataFolder } from './embedded-postgres/data-folder.ts'
import { stopOrphan } from './embedded-postgres/orphan.ts'
import { runServer } from './embedded-postgres/server.ts'

export { DataFolderInUse, DataFolderUnusable } from './embedded-postgres/data-folder.ts'

export type EmbeddedPostgres = {
  /** Of the database `heliograph`, for a superuser; the port is another one at each start. */
  url: string
  /** Ends every connection, writes a checkpoint and lets go of the data folder. */
  close(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  /** Takes PostgreSQL's own log, line by line. */
  onLog?: (line: string) => void
  /** Server settings beside or instead of the usual ones, such as `{ max_connections: '200' }`. */
  settings?: Record<string, string>
}

/**
 * Runs PostgreSQL 18 on `<dataDir>/postgres`, making the folder and the cluster where they are missing. The server
 * listens on 127.0.0.1 alone, is started again if it dies, and is not reached by the terminal's Ctrl-C.
 * @throws {DataFolderInUse} while another process runs it there
 * @throws {DataFolderUnusable} where the folder cannot be written or belongs to someone else
 */
export async function openEmbeddedPostgres(
  dataDir: string,
  { onLog = () => {}, settings = {} }: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await lockDataFolder(dataDir))
  const cluster = join(folder.path, 'postgres')
  const command = await commandFor(cluster, onLog)
  await ensureCluster(cluster, command)
  await stopOrphan(cluster, onLog)
  const server = opening.use(await runServer({ cluster, command, settings: { ...usual, ...settings }, onLog }))

  const url = await urlOf(cluster, server.port)
  const opened = opening.move()
  let closed: Promise<void> | undefined
  return {
    url,
    close: () => (closed ??= opened.disposeAsync()),
  }
}

/**
 * The address of the database that another process runs on a data folder.
 * @throws where none accepts connections there
 */
export async function runningEmbeddedPostgres(dataDir: string): Promise<string> {
  const cluster = join(dataDir, 'postgres')
  // The fourth line of PostgreSQL's own file is its port, the last whether it is ready.
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  if (lines[7]?.trim() !== 'ready') throw new Error(`PostgreSQL in ${dataDir} is not ready; try again in a moment.`)
  return urlOf(cluster, Number(lines[3]))
}

async function urlOf(cluster: string, port: number) {
  const password = (await readFile(join(cluster, 'password'), 'utf8')).trim()
  return `postgresql://heliograph:${password}@127.0.0.1:${port}/heliograph`
}

// Durability stays as PostgreSQL ships it: fsync and synchronous_commit are on.
const usual = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '128MB',
  max_connections: '100',
  // A plan is kept by its connection until the table is analyzed again: soon, while a new database grows.
  autovacuum_naptime: '5s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  logging_collector: 'off',
  log_destination: 'stderr',
}
