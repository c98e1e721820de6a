import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db } from '#database'
import { lockPosts } from './lock-posts.ts'

/** Removes a user's likes of some posts, of no later time than one, also of posts that they can no longer see. */
export async function removeLikes(ctx: WriteContext, userId: string, postIds: readonly string[], until: Date) {
  await lockPosts(ctx.em, postIds)
  const removed = await db(ctx.em)
    .deleteFrom('PostLike')
    .where('userId', '=', userId)
    .where('postId', '=', anyOf(postIds))
    .where('createdAt', '<=', until)
    .returning(['postId', 'counted'])
    .execute()
  const posts = await db(ctx.em)
    .updateTable('Post')
    .set(eb => ({ likeCount: eb('likeCount', '-', 1), version: eb('version', '+', 1) }))
    .where('id', '=', anyOf(removed.flatMap(({ postId, counted }) => (counted ? postId : []))))
    .returning(['id', 'version', 'likeCount as likes', 'commentCount as comments', 'shareCount as shares'])
    .execute()
  for (const { id, version, ...counts } of posts) ctx.changed('post', id, { version, counts })
}
