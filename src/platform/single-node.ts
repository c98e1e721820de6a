import { Client } from 'pg'

const lock = 7_240_015

/** Without Redis, nodes cannot tell each other anything: a second one on the same database is refused. */
export async function claimOnlyNode(url: string): Promise<AsyncDisposable> {
  const client = new Client({ connectionString: url, keepAlive: true, application_name: 'heliograph-only-node' })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lock])
  if (rows[0]?.mine) return { [Symbol.asyncDispose]: () => client.end() }
  await client.end()
  throw new Error('Another node uses this database already: set REDIS_URL on both, so that they can hear each other.')
}
