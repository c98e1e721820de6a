import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { migrateDatabase } from '#platform/database'
import { DataFolderInUse, openEmbeddedPostgres, runningEmbeddedPostgres } from '#platform/embedded-postgres'

/** `npm run moderator -- ann` makes a user a moderator, `-- ann --remove` removes the role; the server may be running. */
async function main() {
  const { username, role } = readArguments()
  await using stack = new AsyncDisposableStack()
  const client = new Client({ connectionString: await openPostgres(stack) })
  await client.connect()
  stack.defer(() => client.end())
  if (!(await giveRole(client, username, role))) throw new Error(`User ${username} not found.`)
  console.log(role === 'moderator' ? `${username} is a moderator now.` : `${username} is no longer a moderator.`)
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({ options: { remove: { type: 'boolean' } }, allowPositionals: true })
    const [username, ...more] = positionals
    if (username !== undefined && more.length === 0) return { username, role: values.remove ? 'user' : 'moderator' }
  } catch {}
  throw new Error('Say whom: npm run moderator -- <user name> [--remove]')
}

/** The URL of the server's database: the configured one, or the embedded one, whether it is running or not. */
async function openPostgres(stack: AsyncDisposableStack) {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL
  const dataDir = resolve(process.env.DATA_DIR || '.data')
  try {
    const postgres = await openEmbeddedPostgres(dataDir)
    stack.defer(() => postgres.close())
    await migrateDatabase(postgres.url)
    return postgres.url
  } catch (error) {
    if (error instanceof DataFolderInUse) return runningEmbeddedPostgres(dataDir)
    throw error
  }
}

/** Closes the connections of the user, so that they connect again with the rights of the new role. */
async function giveRole(client: Client, username: string, role: string) {
  const { rowCount } = await client.query(
    `with changed as (
       update users set role = $1 where username = $2 and stage = 'done' and status <> 'deleted' returning id
     )
     insert into invalidation (kind, subject_id, at) select 'account', id, clock_timestamp() from changed`,
    [role, username.toLowerCase()],
  )
  return rowCount === 1
}

main().catch(error => {
  console.error(error instanceof Error ? error.message || String(error) : error)
  process.exitCode = 1
})
