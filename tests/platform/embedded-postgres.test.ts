import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DataFolderInUse, DataFolderUnusable, openEmbeddedPostgres } from '#platform/embedded-postgres'

let root: string
let dataDir: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heliograph postgres '))
  dataDir = join(root, 'data')
  await using postgres = await opened(dataDir)
  await query(postgres.url, 'CREATE TABLE kept (what text)')
})

afterAll(() => rm(root, { recursive: true, force: true }))

describe('a running server', () => {
  test('is PostgreSQL 18 with durable settings, on the local address only', async () => {
    await using postgres = await opened(dataDir)
    const [settings] = await query(
      postgres.url,
      `SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('fsync') AS fsync,
        current_setting('synchronous_commit') AS commits, current_setting('full_page_writes') AS pages,
        current_setting('listen_addresses') AS addresses, current_setting('server_encoding') AS encoding`,
    )
    expect(settings).toEqual({
      major: 18,
      fsync: 'on',
      commits: 'on',
      pages: 'on',
      addresses: '127.0.0.1',
      encoding: 'UTF8',
    })
  })

  test('rejects connections without the password', async () => {
    await using postgres = await opened(dataDir)
    const guess = new URL(postgres.url)
    guess.password = 'postgres'
    await expect(query(guess.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  })

  test('has the same letters, cases and order beyond ASCII on every machine', async () => {
    await using postgres = await opened(dataDir)
    await query(postgres.url, 'CREATE EXTENSION IF NOT EXISTS pg_trgm')
    const [text] = await query(
      postgres.url,
      `SELECT lower('ÄПРИ') AS lower, 'ПРИ' ILIKE 'при' AS folds, similarity('привет', 'привед') > 0.4 AS similar,
        (SELECT string_agg(word, '' ORDER BY word) FROM unnest(ARRAY['b', 'é', 'B', 'a']) AS word) AS sorted`,
    )
    expect(text).toEqual({ lower: 'äпри', folds: true, similar: true, sorted: 'Babé' })
  })

  test('keeps its data when it is closed and opened again', async () => {
    await keep('across a stop')
    expect(await kept()).toContain('across a stop')
  })

  test('may be closed twice', async () => {
    const postgres = await openEmbeddedPostgres(dataDir)
    await Promise.all([postgres.close(), postgres.close()])
  })

  test('accepts other settings', async () => {
    await using postgres = await opened(dataDir, { max_connections: '33' })
    expect(await query(postgres.url, 'SHOW max_connections')).toEqual([{ max_connections: '33' }])
  })

  test('is started again at the same address when it is killed', async () => {
    await using postgres = await opened(dataDir)
    await query(postgres.url, "INSERT INTO kept VALUES ('before the server died')")
    process.kill(await serverPid(), 'SIGKILL')
    await expect
      .poll(() => query(postgres.url, 'SELECT what FROM kept').catch(() => []), waiting)
      .toContainEqual({
        what: 'before the server died',
      })
  })
})

describe('a second start on one folder', () => {
  test('is rejected with one sentence, and the first continues', async () => {
    await using postgres = await opened(dataDir)
    const second = openEmbeddedPostgres(dataDir)
    await expect(second).rejects.toThrow(DataFolderInUse)
    await expect(second).rejects.toThrow(
      `The data folder ${dataDir} is in use by another Heliograph (process ${process.pid}); ` +
        'stop it, or choose another folder with DATA_DIR.',
    )
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('is rejected in another process as well', async () => {
    const owner = await startOwner(dataDir)
    await expect(openEmbeddedPostgres(dataDir)).rejects.toThrow(`(process ${owner.process.pid})`)
    expect(await query(owner.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await end(owner.process, 'SIGTERM')
    await (await openEmbeddedPostgres(dataDir)).close()
  })

  test('is rejected for all but one of several at once', async () => {
    const starts = await Promise.allSettled(Array.from({ length: 5 }, () => openEmbeddedPostgres(dataDir)))
    const won = starts.filter(start => start.status === 'fulfilled')
    await Promise.all(won.map(start => start.value.close()))
    expect(won).toHaveLength(1)
  })
})

describe('after a kill -9', () => {
  test('of the owner, the server left behind is stopped and nothing committed is lost', async () => {
    const owner = await startOwner(dataDir)
    await query(owner.url, "INSERT INTO kept VALUES ('before the owner died')")
    const orphan = await serverPid()
    await end(owner.process, 'SIGKILL')
    expect(isAlive(orphan)).toBe(true)

    expect(await kept()).toContain('before the owner died')
    expect(isAlive(orphan)).toBe(false)
  })

  test('of owner and server together, the next start recovers', async () => {
    const owner = await startOwner(dataDir)
    await query(owner.url, "INSERT INTO kept VALUES ('before both died')")
    const server = await serverPid()
    await end(owner.process, 'SIGKILL')
    process.kill(server, 'SIGKILL')
    expect(await kept()).toContain('before both died')
  })

  test('a process id that now belongs to another process is not mistaken for the server', async () => {
    const bystander = spawn('sleep', ['60'], { stdio: 'ignore' })
    await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), `${bystander.pid}\n${dataDir}/postgres\n`)
    await writeFile(join(dataDir, 'heliograph.pid'), `${bystander.pid}\n`)
    await (await openEmbeddedPostgres(dataDir)).close()
    expect(isAlive(bystander.pid!)).toBe(true)
    await end(bystander, 'SIGKILL')
  })

  test('during the creation of the cluster, the next start creates it again', async () => {
    const fresh = join(root, 'interrupted')
    const owner = spawnOwner(fresh)
    await expect.poll(() => halfMade(fresh), { ...waiting, interval: 5 }).toContain('PG_VERSION')
    await end(owner, 'SIGKILL')
    expect(await readdir(fresh)).not.toContain('postgres')

    await using postgres = await opened(fresh)
    expect(await query(postgres.url, 'SELECT current_database() AS name')).toEqual([{ name: 'heliograph' }])
    expect((await readdir(fresh)).sort()).toEqual(['heliograph.lock', 'heliograph.pid', 'postgres'])
  })
})

describe('signals', () => {
  test('of the terminal reach only the owner, which can still use the server while it stops', async () => {
    const owner = await startOwner(dataDir)
    process.kill(-owner.process.pid!, 'SIGINT')
    expect(await owner.line()).toBe('still answering')
    await end(owner.process, 'SIGTERM')
  })

  test('or not, a process that exits without closing ends its server', async () => {
    const owner = await startOwner(dataDir)
    const server = await serverPid()
    await end(owner.process, 'SIGUSR2')
    await expect.poll(() => isAlive(server), waiting).toBe(false)
  })
})

describe('a data folder', () => {
  test('that cannot be created is rejected by name', async () => {
    const file = join(root, 'file')
    await writeFile(file, '')
    const start = openEmbeddedPostgres(join(file, 'data'))
    await expect(start).rejects.toThrow(DataFolderUnusable)
    await expect(start).rejects.toThrow(/The data folder .*file.data cannot be written .*; choose one with DATA_DIR/)
  })

  test('that only its owner may enter works for any user of PostgreSQL', async () => {
    const fenced = join(root, 'fenced')
    await mkdir(fenced, { mode: 0o700 })
    await using postgres = await opened(join(fenced, 'data'))
    expect(await query(postgres.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('of a user without a name on this machine is rejected with instructions, and nothing is left half made', async () => {
    const fresh = join(root, 'unnamed')
    const main = join(import.meta.dirname, '../../src/main.ts')
    const start = promisify(execFile)('unshare', ['--user', '--map-user=54321', process.execPath, main], {
      env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: fresh },
    })
    await expect(start).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^The user number 54321 has no name here, .* Start as a user that \/etc\/passwd names .* or set DATABASE_URL .*\.\n$/,
      ),
    })
    expect(await readdir(fresh)).toEqual(['heliograph.lock'])
  })

  test('is released when the server cannot start', async () => {
    await expect(openEmbeddedPostgres(dataDir, { settings: { nonsense: '1' } })).rejects.toThrow(
      /did not start:.*nonsense/s,
    )
    await (await openEmbeddedPostgres(dataDir)).close()
  })
})

const waiting = { timeout: 10_000, interval: 20 }

async function opened(folder: string, settings = {}) {
  const postgres = await openEmbeddedPostgres(folder, { settings })
  return { url: postgres.url, [Symbol.asyncDispose]: postgres.close }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function keep(what: string): Promise<void> {
  await using postgres = await opened(dataDir)
  await query(postgres.url, `INSERT INTO kept VALUES ('${what}')`)
}

async function kept(): Promise<unknown[]> {
  await using postgres = await opened(dataDir)
  return (await query(postgres.url, 'SELECT what FROM kept')).map(row => (row as { what: string }).what)
}

// Another process that owns the folder: it prints the URL, and answers signals as a server that is stopping would.
const owning = `
  import { openEmbeddedPostgres } from '#platform/embedded-postgres'
  import pg from 'pg'
  const postgres = await openEmbeddedPostgres(process.argv[1])
  process.on('SIGINT', async () => {
    const client = new pg.Client(postgres.url)
    await client.connect()
    await client.query('SELECT 1')
    await client.end()
    console.log('still answering')
  })
  process.on('SIGTERM', () => postgres.close())
  process.on('SIGUSR2', () => process.exit())
  console.log(postgres.url)
`

function spawnOwner(folder: string): ChildProcess {
  const args = ['--input-type=module', '--eval', owning, folder]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
}

async function startOwner(folder: string) {
  const owner = spawnOwner(folder)
  const lines = createInterface({ input: owner.stdout! })[Symbol.asyncIterator]()
  const line = async (): Promise<string> => (await lines.next()).value ?? ''
  return { process: owner, url: await line(), line }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

async function halfMade(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const draft = names.find(name => name.startsWith('postgres.new-'))
  return draft ? readdir(join(folder, draft, 'data')).catch(() => []) : []
}

// A process that has ended counts as gone although nobody has collected it yet.
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0) && (platform() !== 'linux' || readFileSync(`/proc/${pid}/cmdline`).length > 0)
  } catch {
    return false
  }
}
