import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Disk, errors } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import type { StorageBackend } from './storage-backend.ts'

/**
 * Files under `<dataDir>/files`. A file is written beside its place, synced, then renamed into it, and the folders above it
 * are synced: whatever is killed or unplugged, a file is not there or whole.
 */
export async function openDiskFolder(dataDir: string): Promise<StorageBackend> {
  const root = join(dataDir, 'files')
  await mkdir(unfinishedIn(root), { recursive: true })
  await removeLeftovers(unfinishedIn(root))
  const disk = new Disk(new DurableDriver(root))
  return {
    disk,
    putFile: (key, path) => moveInto(root, key, path),
    async stream(key, range) {
      const file = await open(join(root, key)).catch(cause => {
        throw new errors.E_CANNOT_READ_FILE([key], { cause })
      })
      return file.createReadStream({ ...range })
    },
    deleteFolder: folder => disk.deleteAll(folder),
  }
}

class DurableDriver extends FSDriver {
  readonly #root: string

  constructor(root: string) {
    super({ location: root, visibility: 'private' })
    this.#root = root
  }

  override async put(key: string, contents: string | Uint8Array) {
    const path = join(unfinishedIn(this.#root), randomUUID())
    await discardOnFailure(path, async () => {
      const file = await open(path, 'wx')
      try {
        await file.writeFile(contents)
        await file.sync()
      } finally {
        await file.close()
      }
      await renameInto(this.#root, key, path)
    })
  }

  // FSDriver returns 64 kB of memory for an empty file.
  override getBytes(key: string): Promise<Uint8Array> {
    return readFile(join(this.#root, key))
  }
}

async function moveInto(root: string, key: string, path: string) {
  try {
    await sync(path)
    await renameInto(root, key, path)
  } catch (error) {
    if (!isOtherDevice(error)) throw error
    const copy = join(unfinishedIn(root), randomUUID())
    await discardOnFailure(copy, async () => {
      await copyFile(path, copy)
      await sync(copy)
      await renameInto(root, key, copy)
    })
    await rm(path)
  }
}

async function renameInto(root: string, key: string, path: string) {
  const place = join(root, key)
  await mkdir(dirname(place), { recursive: true })
  await rename(path, place)
  // All the way up, since another writer may have made a folder of it a moment ago and not synced it yet.
  for (let folder = dirname(place); folder.length >= root.length; folder = dirname(folder)) await syncFolder(folder)
}

async function sync(path: string) {
  const file = await open(path)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

// Windows cannot open a folder, and writes its names to disk by itself.
async function syncFolder(path: string) {
  if (process.platform !== 'win32') await sync(path)
}

async function discardOnFailure(path: string, write: () => Promise<void>) {
  try {
    await write()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

function isOtherDevice(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EXDEV'
}

// A key cannot begin with a dot, so no key leads here.
function unfinishedIn(root: string): string {
  return join(root, '.unfinished')
}

/** What a killed process left behind. Younger files may belong to another process that uses the same folder. */
export async function removeLeftovers(folder: string) {
  const hourAgo = Date.now() - 3_600_000
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const info = await stat(path).catch(() => null)
    if (info && info.mtimeMs < hourAgo) await rm(path, { force: true })
  }
}
