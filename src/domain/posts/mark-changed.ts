import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { countsOf } from './counts-of.ts'

/** Gives a post its next version and its watchers an update: something besides its own row has changed. The row is locked before. */
export async function markChanged(ctx: WriteContext, postId: string) {
  const post = await db(ctx.em)
    .updateTable('Post')
    .set(eb => ({ version: eb('version', '+', 1) }))
    .where('id', '=', postId)
    .returning(['version', 'likeCount', 'commentCount', 'shareCount'])
    .executeTakeFirstOrThrow()
  ctx.changed('post', postId, { version: post.version, counts: countsOf(post), changed: true })
}
