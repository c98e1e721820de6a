import { join } from 'node:path'
import type { Config } from '#config'
import { removeLeftovers } from '#platform/disk-folder'
import { openStorage } from '#platform/storage'

export type Files = Awaited<ReturnType<typeof startStorage>>

/** Opens the file storage, and empties the folder of this machine in which files are received and made. */
export async function startStorage(config: Config) {
  const storage = await openStorage({ dataDir: config.dataDir, ...(config.s3 && { s3: config.s3 }) })
  const scratch = join(config.dataDir, 'incoming')
  await removeLeftovers(scratch)
  return { storage, scratch }
}
