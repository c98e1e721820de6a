import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { MAX_BYTES, readPhotoHeader } from '#core/photo-header'
import { invalid, refuse } from '#core/refusal'

type Received = { path: string; bytes: number; digest: string; fields: Record<string, string> }

/** So much of a file is looked at to tell what it is. */
const mostHead = 1024 * 1024
/** Somebody who sends slower than this is cut off, in milliseconds. */
const longest = 120_000

/**
 * Streams the file of a multipart form to a folder of this machine. What its header shows to be no photo, or too large a
 * one, is refused while it comes in, and nothing of it is kept.
 */
export async function receivePhoto(incoming: IncomingMessage, folder: string): Promise<Received> {
  if (Number(incoming.headers['content-length'] ?? 0) > MAX_BYTES + 64 * 1024) throw tooLarge()
  const form = openForm(incoming)
  await mkdir(folder, { recursive: true })
  const path = join(folder, randomUUID())
  const fields: Record<string, string> = {}
  let file: Promise<{ bytes: number; digest: string }> | null = null

  const parsed = new Promise<void>((resolve, reject) => {
    form.on('field', (name, value, info) => {
      if (info.valueTruncated) reject(invalid({ [name]: 'is too long' }))
      fields[name] = value
    })
    form.on('file', (name, stream) => {
      if (name !== 'file' || file !== null) {
        stream.resume()
        return reject(invalid({ [name]: 'is not a file that is expected: send one, called file' }))
      }
      file = store(stream, path)
      file.catch(reject)
    })
    form.once('close', resolve)
    form.once('error', () => reject(invalid({ body: 'is not a whole multipart form' })))
    incoming.once('aborted', () => reject(invalid({ body: 'ended before it was whole' })))
  })
  const timer = setTimeout(() => incoming.destroy(), longest)
  try {
    incoming.pipe(form)
    await parsed
    if (file === null) throw invalid({ file: 'is needed' })
    return { path, fields, ...(await (file as Promise<{ bytes: number; digest: string }>)) }
  } catch (error) {
    incoming.unpipe(form)
    incoming.resume()
    form.destroy()
    await Promise.resolve(file).catch(() => {})
    await rm(path, { force: true })
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function openForm(incoming: IncomingMessage) {
  try {
    const limits = { files: 2, fields: 10, parts: 12, fileSize: MAX_BYTES, fieldSize: 8 * 1024, headerPairs: 20 }
    return busboy({ headers: incoming.headers, limits })
  } catch {
    throw refuse('unsupported_media', 'The body must be multipart/form-data with a file called file.')
  }
}

async function store(stream: Readable & { truncated?: boolean }, path: string) {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let decided = false
  let bytes = 0
  await pipeline(
    stream,
    async function* check(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        bytes += chunk.length
        if (!decided) {
          head = Buffer.concat([head, chunk])
          decided = decide(head, head.length > mostHead)
        }
        yield chunk
      }
    },
    createWriteStream(path),
  )
  if (stream.truncated) throw tooLarge()
  if (!decided) decide(head, true)
  return { bytes, digest: hash.digest('base64url') }
}

/** Whether the header says enough; throws what it says against the file. */
function decide(head: Buffer, whole: boolean) {
  const header = readPhotoHeader(head, whole)
  if ('refused' in header) throw refuse(header.refused, header.detail)
  return !('needMore' in header)
}

const tooLarge = () => refuse('too_large', 'A photo may have 25 MB.')
