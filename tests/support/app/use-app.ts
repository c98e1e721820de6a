import { randomBytes, randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, inject, onTestFinished } from 'vitest'
import { type App, createApp } from '#app'
import { readConfig } from '#config'
import { dataFolder } from '#support/app/temporary-folder'

export type TestApp = App & { databaseUrl: string; query<T>(text: string, values?: unknown[]): Promise<T[]> }

type Options = {
  env?: Record<string, string>
  databaseUrl?: string | undefined
  /** In place of the project's own handlers and topics. */
  parts?: Parameters<typeof createApp>[1]
}

/**
 * A node for the tests of a file, or of a `describe`. `prepare` runs before it starts, on a node with wide limits and the
 * same database: there accounts are made where the node of the tests has narrow limits.
 */
export function useApp({ prepare, ...options }: Options & { prepare?: (app: TestApp) => Promise<unknown> } = {}) {
  return useShared(async () => {
    if (!prepare) return startApp(options)
    const wide = await startApp({ databaseUrl: options.databaseUrl })
    await prepare(wide)
    await wide.close()
    return startApp({ ...options, databaseUrl: wide.databaseUrl })
  })
}

/** Opens something before the tests of a file and closes it after them. What it returns can be used once they run. */
export function useShared<T extends { close(): unknown }>(open: () => Promise<T>): T {
  let opened: T | undefined
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened?.close())
  return lazily(() => opened)
}

/** Stands for an object that exists later; `known` properties can be read before. */
export const lazily = <T extends object>(find: () => T | undefined, known: Partial<T> = {}): T =>
  new Proxy(known as T, {
    get(_, key) {
      if (Object.hasOwn(known, key)) return Reflect.get(known, key)
      const found = find()
      if (!found) throw new Error(`There is no ${String(key)} yet: use it in a test or in a hook.`)
      return Reflect.get(found, key)
    },
  })

/** A database of its own, made from the migrated template. */
export async function createDatabase(): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const url = inject('postgresUrl')
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`create database ${name} template template_heliograph strategy file_copy`)
  await client.end()
  const made = new URL(url)
  made.pathname = `/${name}`
  return made.href
}

/** A whole node on a free port with real PostgreSQL; several may share a database. Close it with `close()`. */
export async function startApp({ env = {}, databaseUrl, parts }: Options = {}): Promise<TestApp> {
  const url = databaseUrl ?? (await createDatabase())
  const dataDir = env.DATA_DIR ?? (await dataFolder())
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    DATABASE_URL: url,
    DATABASE_POOL: '5',
    JWT_SECRET: secret,
    MAILBOX: 'on',
    LOG_LEVEL: 'error',
    RATE_LIMIT_SCALE: '1000',
    ...env,
  })
  const app = await createApp(config, parts)
  return {
    ...app,
    databaseUrl: url,
    query: (text, values) => app.orm.em.getConnection().execute(text, values ?? []),
    async close() {
      await app.close()
      if (!env.DATA_DIR) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** One secret for the nodes of a test, so that they know each other's tokens. */
const secret = randomBytes(32).toString('base64url')

/** Closes it when the test ends, however it ends. */
export function untilTestEnds<T extends { close(): unknown }>(thing: T): T {
  onTestFinished(async () => void (await thing.close()))
  return thing
}
