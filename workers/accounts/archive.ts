import { createWriteStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A file of an archive: `open` is called when its turn comes; `packed` files are not compressed again. */
export type ArchiveFile = { name: string; open(): Promise<Readable> | Readable; packed?: boolean }

/** Writes a ZIP, one file after the other, of any size. Rejects where a file cannot be read to its end. */
export async function writeArchive(path: string, files: readonly ArchiveFile[]) {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const fail = (error: unknown) => void output.destroy(error as Error)
  let current: Readable | null = null
  zip.on('error', fail)
  for (const { name, open, packed = false } of files) {
    zip.addReadStreamLazy(name, { compress: !packed }, done => {
      Promise.resolve()
        .then(open)
        .then(stream => {
          current = stream
          // yazl pipes it and does not hear its errors.
          stream.on('error', fail)
          if (output.destroyed) stream.destroy()
          else done(null, stream)
        }, fail)
    })
  }
  zip.end()
  try {
    await pipeline(output, createWriteStream(path, { mode: 0o600 }))
  } finally {
    ;(current as Readable | null)?.destroy()
  }
}

/** A JSON array with one item on each line. */
export async function* jsonLines(items: AsyncIterable<unknown>) {
  let between = '[\n'
  for await (const item of items) {
    yield between + JSON.stringify(item)
    between = ',\n'
  }
  yield between === '[\n' ? '[]\n' : '\n]\n'
}
