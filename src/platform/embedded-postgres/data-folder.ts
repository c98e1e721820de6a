import { mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse'
}

export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable'
}

export type DataFolder = AsyncDisposable & {
  /** Absolute and free of symbolic links. */
  path: string
}

/** Makes the data folder if it is missing and takes it for this process until disposed of. */
export async function lockDataFolder(dataDir: string): Promise<DataFolder> {
  const path = await writableFolder(dataDir)
  const pidFile = join(path, 'heliograph.pid')
  const lock = await takeLock(join(path, 'heliograph.lock'), pidFile, dataDir)
  await writeFile(pidFile, `${process.pid}\n`)
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(pidFile, { force: true })
      lock.close()
    },
  }
}

async function writableFolder(dataDir: string): Promise<string> {
  try {
    // Root's folder stays open for passing through: PostgreSQL runs inside it as another user.
    await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    const probe = join(dataDir, `.probe-${process.pid}`)
    await writeFile(probe, '')
    await rm(probe)
    return await realpath(dataDir)
  } catch (error) {
    const { message } = error as Error
    throw new DataFolderUnusable(`The data folder ${dataDir} cannot be written (${message}); choose one with DATA_DIR.`)
  }
}

// SQLite's exclusive lock is held by the kernel for this process: it ends with the process however that ends, so there
// is nothing stale to judge, and a recycled process number or another container's cannot be mistaken for the holder.
async function takeLock(path: string, pidFile: string, dataDir: string): Promise<DatabaseSync> {
  const lock = new DatabaseSync(path)
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error
    const pid = (await readFile(pidFile, 'utf8').catch(() => '')).trim()
    const holder = pid ? `another Heliograph (process ${pid})` : 'another Heliograph'
    throw new DataFolderInUse(
      `The data folder ${dataDir} is in use by ${holder}; stop it, or choose another folder with DATA_DIR.`,
    )
  }
}

const SQLITE_BUSY = 5
