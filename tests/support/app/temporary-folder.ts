import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An empty folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const memory = '/dev/shm'

/** An empty folder for a node's files. In memory where there is room: a photo is synced to its disk a dozen times. */
export async function dataFolder(): Promise<string> {
  const found = await statfs(memory).catch(() => null)
  const hasRoom = found !== null && found.bavail * found.bsize > 2 ** 30
  return mkdtemp(join(hasRoom ? memory : tmpdir(), 'heliograph-data-'))
}
