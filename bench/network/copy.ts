import { once } from 'node:events'
import type { Client } from 'pg'
import { from } from 'pg-copy-streams'

export type Cell = string | number | boolean | Date | null

/** Writes rows into a table by COPY. Returns how many. */
export async function copyRows(client: Client, table: string, columns: readonly string[], rows: Iterable<Cell[]>) {
  const stream = client.query(from(`copy ${table} (${columns.join(', ')}) from stdin`))
  const done = once(stream, 'finish')
  // A failure ends the wait for room as well.
  done.catch(() => {})
  let text = ''
  let count = 0
  for (const row of rows) {
    count += 1
    for (let i = 0; i < row.length; i += 1) text += (i === 0 ? '' : '\t') + cellOf(row[i] as Cell)
    text += '\n'
    if (text.length < 256_000) continue
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), done])
    text = ''
  }
  stream.end(text)
  await done
  return count
}

function cellOf(cell: Cell): string {
  if (typeof cell === 'string') return cell.includes('\\') ? cell.replaceAll('\\', '\\\\') : cell
  if (cell === null) return '\\N'
  return cell instanceof Date ? cell.toISOString() : String(cell)
}

/** Drops the indexes of some tables while they are filled, where nothing depends on them, and makes them again. */
export async function withoutIndexes(client: Client, tables: readonly string[], fill: () => Promise<void>) {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
      where schemaname = 'public' and tablename = any($1)
        and not exists (select 1 from pg_constraint where conname = indexname)`,
    [tables],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  await fill()
  for (const { definition } of rows) await client.query(definition)
}
