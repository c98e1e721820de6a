import { Client } from 'pg'

/** A connection to a database beside the node that uses it: it may hold locks. */
export async function connectBeside(connectionString: string) {
  const client = new Client({ connectionString })
  await client.connect()
  return { query: (text: string) => client.query(text), close: () => client.end() }
}
