import { Client } from 'pg'
import type { TestApp } from '#support/app/use-app'
import { rowsReadBy, statementsOf } from '../../../bench/support/rows-read.ts'

/** The statements that `act` sends, without those that nodes send by themselves. */
export const queriesOf = async (act: () => Promise<unknown>) => (await statementsOf(act)).map(({ text }) => text)

/** How many rows of a table the statements of `act` read, by scans and by indexes. */
export async function rowsLookedAt(app: TestApp, table: string, act: () => Promise<unknown>): Promise<number> {
  const client = new Client({ connectionString: app.databaseUrl })
  await client.connect()
  try {
    const read = await rowsReadBy(client, await statementsOf(act))
    return read.get(table) ?? 0
  } finally {
    await client.end()
  }
}
