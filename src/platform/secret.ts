import { randomBytes } from 'node:crypto'
import { link, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The signing secret kept in the data folder: made once, 32 random bytes in base64url, readable by its owner alone. */
export async function ensureSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'jwt-secret')
  const kept = await read(path)
  if (kept !== undefined) return kept

  // A linked name appears with its whole content or not at all, and never replaces one that another start made.
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeSecret(draft)
    await link(draft, path).catch(unlessCode('EEXIST'))
  } finally {
    await rm(draft, { force: true })
  }
  return ensureSecret(dataDir)
}

/** Writes a new secret to a file that must not exist yet, and returns once it is on the disk. */
export async function writeSecret(path: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  await using file = await open(path, 'wx', 0o600)
  await file.writeFile(`${secret}\n`)
  await file.sync()
  return secret
}

async function read(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(unlessCode('ENOENT'))
  if (text === undefined || text.trim().length >= 32) return text?.trim()
  throw new Error(`${path} holds fewer than 32 characters; delete it and a new secret is made.`)
}

function unlessCode(code: string) {
  return (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== code) throw error
  }
}
