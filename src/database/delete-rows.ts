import type { EntityManager } from '@mikro-orm/postgresql'
import type { Kysely } from 'kysely'
import { type Db, db } from './typed.ts'

/** For some tables, columns that hold ids of users. */
type Columns = { [Table in keyof Db]?: readonly (keyof Db[Table] & string)[] }

/** Rows of one column in one transaction. */
const maxAtOnce = 2000

/**
 * Deletes the rows in which one of the columns is the user's id: `deleteRowsOf(em, userId, { Block: ['blockerId'] })`.
 * Returns whether there may be more.
 */
export async function deleteRowsOf(em: EntityManager, userId: string, columns: Columns): Promise<boolean> {
  // Typed by `Columns`: Kysely cannot follow a table that is a variable.
  const tables = db(em) as unknown as Kysely<Record<string, Record<string, string>>>
  let isMore = false
  for (const [table, names] of Object.entries(columns)) {
    for (const name of names) {
      const some = tables.selectFrom(table).select('ctid').where(name, '=', userId).limit(maxAtOnce)
      const deleted = await tables.deleteFrom(table).where('ctid', 'in', some).executeTakeFirst()
      isMore ||= deleted.numDeletedRows >= maxAtOnce
    }
  }
  return isMore
}
