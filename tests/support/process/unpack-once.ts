import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'

const cache = join(import.meta.dirname, '../../../.cache')

/**
 * The folder `.cache/<name>`, filled by `fill` when it is not there yet. Test files run in several processes: one fills,
 * the others wait for it. A fill that fails leaves nothing behind.
 */
export async function unpackOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cache, name)
  if (existsSync(folder)) return folder
  const release = await acquire(`heliograph:${folder}`)
  const unfinished = `${folder}.${randomUUID()}`
  try {
    if (existsSync(folder)) return folder
    await mkdir(unfinished, { recursive: true })
    await fill(unfinished)
    await rename(unfinished, folder)
    return folder
  } finally {
    await rm(unfinished, { recursive: true, force: true })
    release()
  }
}

/** A lock is a listening socket in Linux's abstract namespace: the kernel lets go of it when its process dies. */
async function acquire(name: string): Promise<() => void> {
  for (;;) {
    const waiting: Socket[] = []
    const lock = createServer(socket => waiting.push(socket))
    try {
      lock.listen(`\0${name}`)
      await once(lock, 'listening')
      return () => {
        lock.close()
        for (const socket of waiting) socket.destroy()
      }
    } catch (error) {
      if (!isTaken(error)) throw error
      await released(name)
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

async function released(name: string) {
  const socket = connect(`\0${name}`)
  socket.on('error', () => undefined)
  socket.resume()
  await new Promise(resolve => socket.once('close', resolve))
}
