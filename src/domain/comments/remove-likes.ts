import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db } from '#database'

/** Removes a user's likes of some comments, of no later time than one, also of comments that they can no longer see. */
export async function removeCommentLikes(
  ctx: WriteContext,
  userId: string,
  commentIds: readonly string[],
  until: Date,
) {
  const query = db(ctx.em)
  await query
    .selectFrom('Comment')
    .select('id')
    .where('id', '=', anyOf(commentIds))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  const removed = await query
    .deleteFrom('CommentLike')
    .where('userId', '=', userId)
    .where('commentId', '=', anyOf(commentIds))
    .where('createdAt', '<=', until)
    .returning(['commentId', 'counted'])
    .execute()
  const comments = await query
    .updateTable('Comment')
    .set(eb => ({ likeCount: eb('likeCount', '-', 1) }))
    .where('id', '=', anyOf(removed.flatMap(({ commentId, counted }) => (counted ? commentId : []))))
    .returning(['id', 'postId'])
    .execute()
  const byPost = Map.groupBy(comments, comment => comment.postId)
  const posts = await query
    .selectFrom('Post')
    .select(['id', 'version', 'likeCount as likes', 'commentCount as comments', 'shareCount as shares'])
    .where('id', '=', anyOf([...byPost.keys()]))
    .execute()
  for (const { id, version, ...counts } of posts) {
    const likedCommentIds = (byPost.get(id) ?? []).map(comment => comment.id)
    ctx.changed('post', id, { version, counts, likedCommentIds })
  }
}
