import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '#platform/database'
import { openEmbeddedPostgres } from '#platform/embedded-postgres'
import { migrateQueues } from '#platform/queues'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** One PostgreSQL for all files; a migrated template from which each app's database is made in milliseconds. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-tests-'))
  // Promises about crashes have tests of their own; here commits need not reach the disk.
  const durability = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
  // Each node opens a dozen connections: proving the password costs most of that.
  const connections = { max_connections: '300', scram_iterations: '1' }
  // Of hundreds of databases, one would be vacuumed at any time. And a connection that sends a statement a few times would plan it
  // each time.
  const frugal = { autovacuum: 'off', plan_cache_mode: 'force_generic_plan' }
  const settings = { ...durability, ...connections, ...frugal }
  const postgres = await openEmbeddedPostgres(folder, { settings })
  const template = new URL(postgres.url)
  template.pathname = '/template_heliograph'
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`alter role ${client.user} password '${client.password}'`)
  await client.query('create database template_heliograph')
  await client.end()
  await migrateDatabase(template.href)
  await migrateQueues(template.href)
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.close()
    await rm(folder, { recursive: true, force: true })
  }
}
