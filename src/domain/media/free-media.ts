import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'

/**
 * Makes photos that have left a post, which nobody else has seen, unused uploads again: free for another post, and deleted
 * like any that nothing uses a day after it was uploaded.
 */
export async function freeMedia({ em }: Pick<WriteContext, 'em'>, mediaIds: readonly string[]) {
  if (mediaIds.length === 0) return
  await rows(em, sql`select id from media where id = any(${[...mediaIds]}::uuid[]) order by id for no key update`)
  await rows(em, sql`update media set unchecked = true where id = any(${[...mediaIds]}::uuid[])`)
}
