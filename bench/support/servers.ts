import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { createCredentials } from '#auth/credentials'
import { openEmbeddedPostgres } from '#platform/embedded-postgres'

export type Bench = Awaited<ReturnType<typeof startBench>>

/** Starts a durable PostgreSQL, and a node on it in its own process, so that the load does not share its event loop. */
export async function startBench(own: Record<string, string> = {}, settings: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-bench-'))
  const postgres = await openEmbeddedPostgres(join(folder, 'postgres'), { settings })
  const secret = randomBytes(32).toString('base64url')
  const children: ChildProcess[] = []
  const env = {
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: postgres.url,
    JWT_SECRET: secret,
    MAILBOX: 'on',
    LOG_LEVEL: 'error',
    DEMO: '0',
    RATE_LIMIT_SCALE: '100000',
    ...own,
  }
  const start = async (script: string, more: Record<string, string> = {}) => {
    const flags = script === 'src/main.ts' ? (process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter(Boolean) : []
    const child = spawn(process.execPath, [...flags, script], {
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    for await (const line of createInterface({ input: child.stdout })) {
      const [, url] = /ready at (http\S+)/.exec(line) ?? []
      if (url) return { url, child }
    }
    throw new Error(`${script} did not start`)
  }
  const stop = async (child: ChildProcess) => {
    if (child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  const server = await start('src/main.ts')
  const sql = new Client({ connectionString: postgres.url })
  await sql.connect()
  return {
    /** The measured node. */
    server,
    url: server.url,
    databaseUrl: postgres.url,
    sql,
    credentials: createCredentials([secret]),
    /** Starts the counterpart with bare libraries. Both run at the same time, but are loaded one after the other. */
    startBare: (script: string) => start(script),
    async close() {
      await sql.end()
      await Promise.all(children.map(stop))
      await postgres.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
