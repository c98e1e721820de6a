import type { OutputOf } from '#contract'
import { iso, isoOrNull, row, sql } from '#database/statement'
import type { View } from './view.ts'

type Export = OutputOf<'users.export'>

/** An export as its owner is told of it. */
export async function viewExport({ em }: Pick<View, 'em'>, exportId: string): Promise<Export> {
  const found = (await row<Omit<Export, 'url'>>(
    em,
    sql`select id, status, created_at as "createdAt", expires_at as "expiresAt" from export where id = ${exportId}`,
  )) as Omit<Export, 'url'>
  return {
    ...found,
    url: found.status === 'ready' ? `/v1/me/export/${found.id}` : null,
    createdAt: iso(found.createdAt),
    expiresAt: isoOrNull(found.expiresAt),
  }
}
