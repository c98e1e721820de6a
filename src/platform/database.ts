import { createHash } from 'node:crypto'
import { Migrator } from '@mikro-orm/migrations'
import { defineConfig, type MetadataStorage, MikroORM, type Options } from '@mikro-orm/postgresql'
import { Client, type QueryConfig, types } from 'pg'
import { entities } from '#database/entities'
import { migrations } from '#database/migrations/index'

export type Database = MikroORM

/** What the planner of each connection is told: statements are short, and disks are not slower to read here and there. */
export const planning = '-c jit=off -c random_page_cost=1.1'

/** MikroORM's options, shared by the server and the command line. `lock_timeout` keeps a stuck row from
 * holding up a batch; it is longer than PostgreSQL waits before it looks for deadlocks, which are retried. */
export const ormOptions = (url: string, poolSize = 10): Options =>
  defineConfig({
    clientUrl: url,
    entities,
    extensions: [Migrator],
    ignoreUndefinedInQuery: true,
    pool: { min: 1, max: poolSize },
    driverOptions: {
      Client: FrugalClient,
      pipeline: true,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      types: { getTypeParser },
      options: `${planning} -c lock_timeout=1500 -c statement_timeout=10000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC`,
    },
    migrations: {
      tableName: 'migration',
      path: 'src/database/migrations',
      pathTs: 'src/database/migrations',
      migrationsList: migrations,
      snapshot: false,
      silent: true,
    },
  })

/** Opens the pool; rejects a server older than PostgreSQL 18. */
export async function openDatabase(url: string, poolSize: number): Promise<Database> {
  const orm = await initialise(ormOptions(url, poolSize))
  const [{ version }] = await orm.em.execute<[{ version: string }]>(
    `select current_setting('server_version_num') as version`,
  )
  if (Number(version) < 180000) {
    await orm.close()
    throw new Error(`PostgreSQL 18 or newer is needed; this server is version ${version}.`)
  }
  return orm
}

let metadata: MetadataStorage | undefined

/** What MikroORM finds out about the entities is the same for every pool: it takes a tenth of a second, once a process. */
async function initialise(options: Options): Promise<MikroORM> {
  if (!metadata) {
    const orm = await MikroORM.init(options)
    metadata = orm.getMetadata()
    return orm
  }
  const orm = new MikroORM({ ...options, discovery: { ...options.discovery, skipSyncDiscovery: true } })
  orm.driver.setMetadata(metadata)
  orm.em = Object.assign(orm.driver.createEntityManager(), { global: true }) as typeof orm.em
  return orm
}

/** Brings the tables up to date; those who start together wait for each other. */
export async function migrateDatabase(url: string) {
  const client = new Client({ connectionString: url })
  // Lost while it only holds the lock, it fails the next statement; an event that nobody hears would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7240016)')
    if (await isUpToDate(client)) return
    const orm = await openDatabase(url, 2)
    await orm.migrator.up().finally(() => orm.close())
  } finally {
    await client.end()
  }
}

/** Most starts find nothing to migrate: they are spared the migrator. */
async function isUpToDate(client: Client) {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('migration') is not null as there`)
  if (!rows[0]?.there) return false
  const { rows: done } = await client.query<{ name: string }>('select name from migration')
  const names = new Set(done.map(({ name }) => name))
  return migrations.every(({ name }) => names.has(name))
}

/** Numbers that may pass 2^31 arrive as numbers, and moments as Dates, under whatever name they are selected. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === types.builtins.INT8) return Number
  if (oid === types.builtins.TIMESTAMPTZ) return (text: string) => new Date(text)
  return types.getTypeParser(oid, format)
}

const names = new Map<string, string>()
const maxNames = 500

/**
 * A client that spends fewer round trips: a statement with parameters is parsed and planned once a connection, under a
 * name, and `begin` travels with the first statement of its transaction (pg's `pipeline` sends both at once).
 */
class FrugalClient extends Client {
  #begins = false

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg's query are wider than what is intercepted here
  override query(...args: any[]): any {
    const [text, values] = args
    const send = super.query as (...args: unknown[]) => Promise<unknown>
    if (text === 'begin' && args.length <= 2) {
      this.#begins = true
      return Promise.resolve(nothing)
    }
    if (this.#begins) {
      this.#begins = false
      if (text === 'commit' || text === 'rollback') return Promise.resolve(nothing)
      // If it fails, so does the statement behind it, and that one is waited for.
      send.call(this, 'begin').catch(() => {})
    }
    // A connection on which not even that succeeds is dead: it is given up, so that the pool makes another.
    if (text === 'rollback') return send.apply(this, args).catch(() => this.#giveUp())
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
    if (name === undefined) return send.apply(this, args)
    const prepared: QueryConfig = { name, text, values }
    return send.call(this, prepared, ...args.slice(2))
  }

  #giveUp() {
    const { stream } = (this as unknown as { connection: { stream: { destroy(): void } } }).connection
    stream.destroy()
    return nothing
  }
}

const nothing = { command: '', rowCount: 0, rows: [], fields: [] }

function nameOf(text: string) {
  const known = names.get(text)
  if (known !== undefined || names.size >= maxNames) return known
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 20)
  names.set(text, name)
  return name
}
