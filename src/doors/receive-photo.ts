import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { MAX_BYTES, readPhotoHeader } from '#core/photo-header'
import type { Sides } from '#core/photo-sides'
import { invalid, refuse } from '#core/refusal'

/** A file on this machine, with its sides in pixels as stored, and the other fields of the form. */
export type Received = File & { path: string; fields: Record<string, string> }
type File = { bytes: number; digest: string; width: number; height: number }

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
  let file: Promise<File> | null = null

  const parsed = new Promise<void>((resolve, reject) => {
    form.on('field', (name, value, info) => {
      if (info.valueTruncated) reject(invalid({ [name]: 'is too long' }))
      fields[name] = value
    })
    form.on('file', (name, stream) => {
      // The form destroys this stream with an error when it is given up: without a listener that ends the process.
      stream.on('error', () => {})
      if (name !== 'file' || file !== null) {
        stream.resume()
        return reject(invalid({ [name]: 'is not a file that is expected: send one, called file' }))
      }
      file = store(stream, path)
      file.catch(reject)
    })
    form.once('close', resolve)
    // One form can report several errors, also after it was refused.
    form.on('error', () => reject(invalid({ body: 'is not a whole multipart form' })))
    incoming.once('aborted', () => reject(invalid({ body: 'ended before it was whole' })))
  })
  const timer = setTimeout(() => incoming.destroy(), longest)
  try {
    incoming.pipe(form)
    await parsed
    if (file === null) throw invalid({ file: 'is needed' })
    return { path, fields, ...(await (file as Promise<File>)) }
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

async function store(stream: Readable & { truncated?: boolean }, path: string): Promise<File> {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let sides: Sides | null = null
  let bytes = 0
  const target = createWriteStream(path)
  const closed = new Promise<void>(resolve => target.once('close', resolve))
  await pipeline(
    stream,
    async function* check(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        bytes += chunk.length
        if (sides === null) {
          head = Buffer.concat([head, chunk])
          sides = readSides(head, head.length > mostHead)
        }
        yield chunk
      }
    },
    target,
    // Refused before it was opened, it is opened all the same: whoever removes the file comes after that.
  ).finally(() => closed)
  if (stream.truncated) throw tooLarge()
  const { width, height } = sides ?? (readSides(head, true) as Sides)
  return { bytes, digest: hash.digest('base64url'), width, height }
}

/** The sides of the photo, or null where its header goes on; throws what it says against the file. */
function readSides(head: Buffer, whole: boolean): Sides | null {
  const header = readPhotoHeader(head, whole)
  if ('refused' in header) throw refuse(header.refused, header.detail)
  return 'needMore' in header ? null : header
}

const tooLarge = () => refuse('too_large', 'A photo may have 25 MB.')
