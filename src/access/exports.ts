import type { EntityManager } from '@mikro-orm/postgresql'
import { id } from '#contract'
import { row, sql } from '#database/statement'

/** Where the ZIP of an export lies, alone in its folder. */
export const keyOfExport = (exportId: string) => `exports/${exportId}/data.zip`

/** An export that may still be fetched, for its owner alone; null for anybody else, and for what is no id. */
export async function findExport(em: EntityManager, ownerId: string, exportId: string) {
  if (!id.safeParse(exportId).success) return null
  return row<{ id: string; day: string }>(
    em,
    sql`select id, to_char(created_at, 'YYYY-MM-DD') as day from export
      where id = ${exportId} and user_id = ${ownerId} and status = 'ready' and expires_at > now()`,
  )
}
