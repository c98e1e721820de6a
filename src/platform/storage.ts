import type { Readable } from 'node:stream'
import { openDiskFolder } from './disk-folder.ts'
import { openS3Bucket, type S3Options } from './s3-bucket.ts'
import type { ByteRange } from './storage-backend.ts'

export type StorageOptions = { dataDir: string; s3?: Readonly<S3Options> | null }

export type FileStat = { size: number; etag: string; lastModified: Date }

/**
 * Where photos are kept. A key is made by the server, like `media/<id>/large.webp`: letters, digits, `-`, `_`, `.` and `/`.
 * ReadContext a key that is not there rejects with an error whose code is `E_CANNOT_READ_FILE`.
 */
export type Storage = {
  /** Resolves when the bytes would survive a crash of the machine. Readers see the old file or the whole new one. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>
  /** The same with a file of this machine, which is gone afterwards. */
  putFile(key: string, path: string, contentType?: string): Promise<void>
  read(key: string): Promise<Buffer>
  /** The caller reads the stream to its end or destroys it. */
  stream(key: string, range?: ByteRange): Promise<Readable>
  /** The etag is strong: equal etags, equal bytes. */
  stat(key: string): Promise<FileStat | null>
  /** Deleting what is not there is fine. */
  delete(key: string): Promise<void>
  /** Deletes everything below a folder, such as `media/<id>`. */
  deletePrefix(folder: string): Promise<void>
}

/** Files on this machine under `<dataDir>/files`, or in a bucket when `s3` is given. */
export async function openStorage({ dataDir, s3 }: StorageOptions): Promise<Storage> {
  const { disk, putFile, stream, deleteFolder } = s3 ? await openS3Bucket(s3) : await openDiskFolder(dataDir)
  // flydrive's rules for keys (no "..", no odd characters) hold for the backend's own functions too.
  const checked = (key: string) => disk.file(key).key
  return {
    put: (key, bytes, contentType) => disk.put(key, bytes, { contentType }),
    putFile: (key, path, contentType) => putFile(checked(key), path, contentType),
    async read(key) {
      const bytes = await disk.getBytes(key)
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    },
    stream: (key, range) => stream(checked(key), range),
    async stat(key) {
      try {
        const { contentLength, etag, lastModified } = await disk.getMetaData(key)
        // On disk a file is only ever replaced whole, so size and time tell its bytes apart.
        return { size: contentLength, etag: etag.replace(/^W\//, ''), lastModified }
      } catch (error) {
        if (await disk.exists(key)) throw error
        return null
      }
    },
    delete: key => disk.delete(key),
    deletePrefix: folder => deleteFolder(checked(folder)),
  }
}
