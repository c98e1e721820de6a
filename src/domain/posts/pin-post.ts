import type { WriteContext } from '#core/pipeline/context'
import { db, now } from '#database'

/** Pins a post, which is locked, to the top of its author's profile, or takes it down. */
export async function setPinned(ctx: WriteContext, postId: string, isPinned: boolean) {
  const post = await db(ctx.em)
    .updateTable('Post')
    .set(eb => ({ pinnedAt: isPinned ? now : null, version: eb('version', '+', 1) }))
    .where('id', '=', postId)
    .returning(['version', 'likeCount as likes', 'commentCount as comments', 'shareCount as shares'])
    .executeTakeFirstOrThrow()
  const { version, ...counts } = post
  ctx.changed('post', postId, { version, counts, changed: true })
}
