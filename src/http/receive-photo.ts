import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ApiError } from '#core/pipeline/errors'
import { storageAway } from '#core/pipeline/storage-errors'
import { createHeaderReader, type HeaderError, MAX_BYTES, type PhotoHeader } from '#photos/photo-header'
import { receiveForm } from './receive-form.ts'
import type { RawRequest } from './request-body.ts'

/** A local file with its width and height in pixels as stored, and the texts of the form. */
export type Received = Photo & { path: string; texts: Map<string, string> }
type Photo = { bytes: number; digest: string; width: number; height: number }
type Options = { folder: string; fields: ReadonlySet<string>; onError(error: unknown): void }

/**
 * Writes the file of a multipart form to a local folder while it arrives. Throws as soon as its header shows that it is no
 * photo or too large; nothing of it is kept then.
 */
export async function receivePhoto(request: RawRequest, { folder, fields, onError }: Options): Promise<Received> {
  const path = join(folder, randomUUID())
  const photo = photoFile(folder, path, storageAway(onError))
  try {
    const texts = await receiveForm(request, { fields, fileBytes: MAX_BYTES, tooLarge, openFile: photo.open })
    return { path, texts, ...photo.received() }
  } catch (error) {
    await photo.discard()
    throw error
  }
}

function photoFile(folder: string, path: string, onFault: (error: unknown) => never) {
  const hash = createHash('sha256')
  const header = createHeaderReader()
  let target: Awaited<ReturnType<typeof open>> | null = null
  let bytes = 0
  let received: Photo | null = null

  async function openTarget() {
    await mkdir(folder, { recursive: true })
    return open(path, 'wx')
  }
  async function close() {
    const open = target
    target = null
    await open?.close()
  }
  return {
    async open() {
      target = await openTarget().catch(onFault)
      return {
        async write(chunk: Buffer) {
          accepted(header.push(chunk))
          hash.update(chunk)
          bytes += chunk.length
          await target?.writeFile(chunk).catch(onFault)
        },
        async end() {
          const { width, height } = accepted<PhotoHeader>(header.end())
          await close().catch(onFault)
          received = { bytes, digest: hash.digest('base64url'), width, height }
        },
      }
    },
    received(): Photo {
      if (received === null) throw new Error('The file has not ended yet.')
      return received
    },
    async discard() {
      await close().catch(() => {})
      await rm(path, { force: true }).catch(() => {})
    },
  }
}

/** The header read so far. Throws if it shows that the file is rejected. */
function accepted<Known extends object>(known: Known | HeaderError): Known {
  if ('rejected' in known) throw new ApiError(known.rejected, known.detail)
  return known
}

const tooLarge = () => new ApiError('too_large', 'A photo may have at most 25 MB.')
