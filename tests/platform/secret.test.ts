import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureSecret } from '#platform/secret'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-secret-'))
})

afterEach(() => rm(folder, { recursive: true }))

test('the secret holds 32 random bytes and is the same at every later start', async () => {
  const secret = await ensureSecret(folder)
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
  expect(await ensureSecret(folder)).toBe(secret)
})

test('simultaneous starts agree on one secret and leave nothing else behind', async () => {
  const secrets = await Promise.all(Array.from({ length: 20 }, () => ensureSecret(folder)))
  expect(new Set(secrets).size).toBe(1)
  expect(await readdir(folder)).toEqual(['jwt-secret'])
})

test('only its owner may read the file', async () => {
  await ensureSecret(folder)
  expect((await stat(join(folder, 'jwt-secret'))).mode & 0o777).toBe(0o600)
})

test('a damaged secret is rejected rather than used', async () => {
  await writeFile(join(folder, 'jwt-secret'), 'short\n')
  await expect(ensureSecret(folder)).rejects.toThrow('fewer than 32')
})
