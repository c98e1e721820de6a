import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { openStorage } from '#platform/storage'
import { temporaryFolder } from '#support/app/temporary-folder'

async function openFolder() {
  const dataDir = await temporaryFolder()
  return { dataDir, storage: await openStorage({ dataDir }) }
}

test('a stored file is read whole, as a stream and in part', async () => {
  const { storage } = await openFolder()
  await storage.put('media/1/large.webp', Buffer.from('0123456789'), 'image/webp')
  expect(`${await storage.read('media/1/large.webp')}`).toBe('0123456789')
  expect(await text(await storage.stream('media/1/large.webp'))).toBe('0123456789')
  expect(await text(await storage.stream('media/1/large.webp', { start: 2, end: 4 }))).toBe('234')
})

test('an empty file is empty', async () => {
  const { storage } = await openFolder()
  await storage.put('media/1/empty', new Uint8Array(), 'image/webp')
  expect(await storage.read('media/1/empty')).toHaveLength(0)
})

test('size, time and etag are known, and different content has a different etag', async () => {
  const { storage } = await openFolder()
  await storage.put('a', Buffer.from('one'), 'text/plain')
  const first = await storage.stat('a')
  expect(first).toMatchObject({ size: 3, lastModified: expect.any(Date), etag: expect.stringMatching(/^".+"$/) })
  expect(await storage.stat('a')).toEqual(first)
  await storage.put('a', Buffer.from('three'), 'text/plain')
  expect((await storage.stat('a'))?.etag).not.toBe(first?.etag)
})

test('a missing file has no stat, cannot be read, and can be deleted', async () => {
  const { storage } = await openFolder()
  expect(await storage.stat('media/1/large.webp')).toBeNull()
  await expect(storage.read('media/1/large.webp')).rejects.toMatchObject({ code: 'E_CANNOT_READ_FILE' })
  await expect(storage.stream('media/1/large.webp')).rejects.toMatchObject({ code: 'E_CANNOT_READ_FILE' })
  await storage.delete('media/1/large.webp')
  await storage.deletePrefix('media/1')
})

test('a file of this machine is moved in', async () => {
  const { dataDir, storage } = await openFolder()
  const upload = join(dataDir, 'upload')
  await writeFile(upload, 'photo')
  await storage.putFile('media/1/original', upload)
  expect(`${await storage.read('media/1/original')}`).toBe('photo')
  await expect(readFile(upload)).rejects.toMatchObject({ code: 'ENOENT' })
})

test.runIf(process.platform === 'linux')('a file of another file system is moved in as well', async () => {
  const { storage } = await openFolder()
  const upload = `/dev/shm/heliograph-upload-${process.pid}`
  await writeFile(upload, 'photo')
  await storage.putFile('media/1/original', upload)
  expect(`${await storage.read('media/1/original')}`).toBe('photo')
  await expect(readFile(upload)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('readers see the old file or the whole new one while it is written', async () => {
  const { storage } = await openFolder()
  const old = Buffer.alloc(1_000_000, 'o')
  const fresh = Buffer.alloc(2_000_000, 'n')
  await storage.put('a', old, 'text/plain')
  const writing = Promise.all(Array.from({ length: 5 }, () => storage.put('a', fresh, 'text/plain')))
  let isWritten = false
  writing.finally(() => {
    isWritten = true
  })
  while (!isWritten) {
    const seen = await storage.read('a')
    expect(seen.equals(old) || seen.equals(fresh)).toBe(true)
  }
  expect((await storage.read('a')).equals(fresh)).toBe(true)
})

test('a stream that has begun continues after the file is deleted', async () => {
  const { storage } = await openFolder()
  const bytes = Buffer.alloc(500_000, 'x')
  await storage.put('a', bytes, 'text/plain')
  const stream = await storage.stream('a')
  await storage.delete('a')
  expect((await buffer(stream)).equals(bytes)).toBe(true)
})

test('a folder is deleted, but not one whose name begins the same', async () => {
  const { storage } = await openFolder()
  for (const key of ['media/1/a', 'media/1/deep/b', 'media/12/a'])
    await storage.put(key, Buffer.from('x'), 'text/plain')
  await storage.deletePrefix('media/1')
  expect(await storage.stat('media/1/a')).toBeNull()
  expect(await storage.stat('media/1/deep/b')).toBeNull()
  expect(await storage.stat('media/12/a')).not.toBeNull()
})

test.for(['../outside', 'media/../../outside', '', '/', 'a\0b', 'media/%2e%2e'])(
  'the key %j is rejected by every function',
  async key => {
    const { dataDir, storage } = await openFolder()
    await writeFile(join(dataDir, 'outside'), 'secret')
    await writeFile(join(dataDir, 'upload'), 'photo')
    const calls = [
      () => storage.put(key, Buffer.from('x'), 'text/plain'),
      () => storage.putFile(key, join(dataDir, 'upload')),
      () => storage.read(key),
      () => storage.stream(key),
      () => storage.stat(key),
      () => storage.delete(key),
      () => storage.deletePrefix(key),
    ]
    for (const call of calls) await expect((async () => call())()).rejects.toThrow()
    expect(await readFile(join(dataDir, 'outside'), 'utf8')).toBe('secret')
  },
)

test('a write that fails leaves nothing behind', async () => {
  const { dataDir, storage } = await openFolder()
  await mkdir(join(dataDir, 'files/taken/by-a-folder'), { recursive: true })
  await expect(storage.put('taken', Buffer.from('x'), 'text/plain')).rejects.toThrow()
  expect(await readdir(join(dataDir, 'files/.unfinished'))).toEqual([])
})

test('a half-written file of a killed process is gone after an hour', async () => {
  const { dataDir } = await openFolder()
  const folder = join(dataDir, 'files/.unfinished')
  const twoHoursAgo = Date.now() / 1000 - 7200
  await writeFile(join(folder, 'old'), 'x')
  await utimes(join(folder, 'old'), twoHoursAgo, twoHoursAgo)
  await writeFile(join(folder, 'young'), 'x')
  await openStorage({ dataDir })
  expect(await readdir(folder)).toEqual(['young'])
})

test('a bucket without its packages is rejected with a clear error', async () => {
  const s3 = { bucket: 'photos', region: 'eu-central-1' }
  await expect(openStorage({ dataDir: await temporaryFolder(), s3 })).rejects.toThrow('npm install @aws-sdk/client-s3')
})
