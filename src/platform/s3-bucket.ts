import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { Disk, errors } from 'flydrive'
import type { StorageBackend } from './storage-backend.ts'

/** `endpoint` is for stores other than Amazon's, such as MinIO or R2. Without keys the SDK looks for its own. */
export type S3Options = {
  bucket: string
  region: string
  endpoint?: string | undefined
  accessKeyId?: string | undefined
  secretAccessKey?: string | undefined
}

/** Objects of one private bucket. The AWS SDK is large and loaded only here: without a bucket nobody needs it. */
export async function openS3Bucket(options: S3Options): Promise<StorageBackend> {
  const { S3Driver } = await loadDriver()
  const { bucket, region, endpoint, accessKeyId, secretAccessKey } = options
  const driver = new S3Driver({
    bucket,
    region,
    visibility: 'private',
    supportsACL: false,
    // Stores other than Amazon's reject the checksums that the SDK adds by default.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // They seldom have a host name for each bucket, either.
    ...(endpoint && { endpoint, forcePathStyle: true }),
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
  })
  const disk = new Disk(driver)
  return {
    disk,
    async putFile(key, path, contentType) {
      const { size } = await stat(path)
      const file = createReadStream(path)
      // The SDK hears no more of a stream once it has given up: an error then would end the process.
      file.on('error', () => {})
      try {
        await disk.putStream(key, file, { contentLength: size, ...(contentType && { contentType }) })
      } finally {
        file.destroy()
      }
      await rm(path)
    },
    // flydrive reads whole objects only; a URL it signed takes a range.
    async stream(key, range) {
      const url = await disk.getSignedUrl(key, { expiresIn: 60 })
      const response = await fetch(url, range && { headers: { range: `bytes=${range.start}-${range.end}` } })
      if (response.ok && response.body) return Readable.fromWeb(response.body as ReadableStream)
      await response.body?.cancel()
      throw new errors.E_CANNOT_READ_FILE([key], { cause: new Error(`The bucket returned ${response.status}`) })
    },
    // With the slash: "media/1" is not the beginning of "media/12".
    deleteFolder: folder => driver.deleteAll(`${folder}/`),
  }
}

async function loadDriver() {
  try {
    return await import('flydrive/drivers/s3')
  } catch (cause) {
    throw new Error(
      'S3_BUCKET is set, but the packages for S3 are missing: npm install @aws-sdk/client-s3 @aws-sdk/s3-request-presigner',
      { cause },
    )
  }
}
