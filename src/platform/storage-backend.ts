import type { Readable } from 'node:stream'
import type { Disk } from 'flydrive'

/** Both ends are included and count from 0, as in an HTTP `Range`. */
export type ByteRange = { start: number; end: number }

/** A flydrive disk, and what a disk and a bucket do differently. Keys are checked. */
export type StorageBackend = {
  disk: Disk
  putFile(key: string, path: string, contentType?: string): Promise<void>
  /** Rejects with `E_CANNOT_READ_FILE` before it gives a stream. */
  stream(key: string, range?: ByteRange): Promise<Readable>
  deleteFolder(folder: string): Promise<void>
}
