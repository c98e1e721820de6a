import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'

/** Gives a post its next version and its watchers an update: something besides its own row has changed. The row is locked before. */
export async function markChanged(ctx: WriteContext, postId: string) {
  const { version, likeCount, commentCount, shareCount } = await db(ctx.em)
    .updateTable('Post')
    .set(eb => ({ version: eb('version', '+', 1) }))
    .where('id', '=', postId)
    .returning(['version', 'likeCount', 'commentCount', 'shareCount'])
    .executeTakeFirstOrThrow()
  const counts = { likes: likeCount, comments: commentCount, shares: shareCount }
  ctx.changed('post', postId, { version, counts, changed: true })
}
