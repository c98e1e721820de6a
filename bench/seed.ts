/**
 * `npm run bench:seed -- --scale 0.1`: fills a database with a network of people, in the shape that real ones have, and keeps it
 * under `.cache`. With `--check`, reads every list and counts the rows that PostgreSQL reads for it. Prints JSON on the last line.
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { createApp } from '#app'
import { readConfig } from '#config'
import { migrateDatabase } from '#platform/database'
import { openEmbeddedPostgres } from '#platform/embedded-postgres'
import { readLists } from './network/check.ts'
import { loadNetwork } from './network/load.ts'
import { drawNetwork } from './network/network.ts'
import { sizesOf } from './network/shape.ts'

const { values } = parseArgs({
  options: { scale: { type: 'string', default: '0.1' }, check: { type: 'boolean', default: false } },
})
const scale = Number(values.scale)
if (!(scale >= 0.001 && scale <= 1)) throw new Error('Give a scale from 0.001 to 1.')

const folder = join('.cache', `network-${scale}`)
const note = join(folder, 'filled')
if (!existsSync(note)) await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const postgres = await openEmbeddedPostgres(folder, {
  settings: { shared_buffers: '1GB', maintenance_work_mem: '512MB', max_wal_size: '8GB' },
})
try {
  const figures = { scale, ...(await filled()), ...(values.check && (await checked())) }
  console.log(JSON.stringify({ bench: 'seed', at: new Date().toISOString(), ...figures }))
} finally {
  await postgres.close()
}

async function filled() {
  if (existsSync(note)) return { filled: false }
  const started = performance.now()
  await migrateDatabase(postgres.url)
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  try {
    const network = drawNetwork(sizesOf(scale), 7)
    const rows = await loadNetwork(client, network, 7, (table, rows, seconds) =>
      console.log(`${table}: ${rows} rows in ${seconds.toFixed(1)} s`),
    )
    await writeFile(note, String(network.until))
    return { filled: true, seconds: Math.round((performance.now() - started) / 1000), rows }
  } finally {
    await client.end()
  }
}

async function checked() {
  const network = drawNetwork(sizesOf(scale), 7, Number(await readFile(note, 'utf8')))
  const config = readConfig({
    ...{ PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), DATABASE_URL: postgres.url, DEMO: '0' },
    ...{
      JWT_SECRET: randomBytes(32).toString('base64url'),
      MAILBOX: 'on',
      WORKERS: 'off',
      LOG_LEVEL: 'error',
      RATE_LIMIT_SCALE: '1000',
    },
  })
  const app = await createApp(config)
  try {
    const readings = await readLists(app, postgres.url, network)
    const over = readings.filter(({ rows, bound }) => rows > bound)
    for (const { operation, page, viewer, rows, bound } of readings)
      console.log(`${operation}, ${page} page, ${viewer}: ${rows} rows of at most ${bound}`)
    if (over.length > 0) process.exitCode = 1
    return { over }
  } finally {
    await app.close()
  }
}
