import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'
import { jsonLines, writeArchive } from '#workers/accounts/archive'

const place = async () => join(await temporaryFolder(), 'export.zip')

/** Rows of a database that fails after the first. */
async function* brokenRows() {
  yield { id: 1 }
  throw new Error('Connection terminated unexpectedly')
}

describe('an archive', () => {
  it('holds each file whole', async () => {
    const path = await place()
    await writeArchive(path, [
      { name: 'a.txt', open: () => Readable.from(['one ', 'two']) },
      { name: 'b.bin', open: async () => Readable.from([Buffer.alloc(300_000, 7)]), packed: true },
    ])
    const files = unzipSync(await readFile(path))
    expect(Buffer.from(files['a.txt'] ?? []).toString()).toBe('one two')
    expect(files['b.bin']).toHaveLength(300_000)
  })

  it.each([
    ['rows that end in an error', () => Readable.from(jsonLines(brokenRows())), 'Connection terminated unexpectedly'],
    [
      'a file that cannot be opened',
      (): Readable => {
        throw new Error('There is no such file')
      },
      'There is no such file',
    ],
    ['a bucket that rejects', () => Promise.reject(new Error('The bucket answered 503')), 'The bucket answered 503'],
    [
      'a stream that breaks half way',
      () => {
        const stream = new Readable({ read() {} })
        stream.push('half')
        setImmediate(() => stream.destroy(new Error('read ECONNRESET')))
        return stream
      },
      'read ECONNRESET',
    ],
  ])('with %s is not written, and the process continues', async (_, open, message) => {
    const files = [
      { name: 'whole.txt', open: () => Readable.from(['whole']) },
      { name: 'broken.txt', open },
    ]
    await expect(writeArchive(await place(), files)).rejects.toThrow(message)
  })

  it('that cannot be written rejects, and the file being read is closed', async () => {
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(65_536))
      },
    })
    const closed = once(endless, 'close')
    const nowhere = join(await temporaryFolder(), 'nowhere', 'export.zip')
    await expect(writeArchive(nowhere, [{ name: 'endless.bin', open: () => endless }])).rejects.toThrow('ENOENT')
    await closed
  })
})
