import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db } from '#database'

/**
 * Makes photos that have left a post unused uploads again: free for another post, and deleted like any upload that is
 * unused a day after it was made. Only for photos that nobody but their owner has seen.
 */
export async function freeMedia({ em }: Pick<WriteContext, 'em'>, mediaIds: readonly string[]) {
  if (mediaIds.length === 0) return
  await db(em)
    .selectFrom('Media')
    .select('id')
    .where('id', '=', anyOf(mediaIds))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  await db(em).updateTable('Media').set({ unchecked: true }).where('id', '=', anyOf(mediaIds)).execute()
}
