import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db } from '#database'

/** Removes a comment with its replies, and locks the post; returns false if the comment is gone already. */
export async function removeComment(
  ctx: WriteContext,
  { id, postId }: { id: string; postId: string },
): Promise<boolean> {
  const { em } = ctx
  await db(em).selectFrom('Post').select('id').where('id', '=', postId).forNoKeyUpdate().execute()
  const removed = await db(em)
    .deleteFrom('Comment')
    .where(eb => eb.or([eb('id', '=', id), eb('parentId', '=', id)]))
    .returning(['id', 'parentId', 'counted'])
    .execute()
  if (removed.length === 0) return false
  const ids = removed.map(comment => comment.id)
  const root = removed.find(comment => comment.id === id)
  if (root?.parentId && root.counted) await moveReplyCount(ctx, root.parentId)
  await db(em).deleteFrom('Notification').where('commentId', '=', anyOf(ids)).execute()
  const post = await db(em)
    .updateTable('Post')
    .set(eb => ({
      commentCount: eb('commentCount', '-', removed.filter(comment => comment.counted).length),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', postId)
    .returning(['likeCount', 'commentCount', 'shareCount', 'version'])
    .executeTakeFirstOrThrow()
  const counts = { likes: post.likeCount, comments: post.commentCount, shares: post.shareCount }
  ctx.changed('post', postId, { version: post.version, counts, removedCommentIds: ids })
  return true
}

const moveReplyCount = ({ em }: WriteContext, commentId: string) =>
  db(em)
    .updateTable('Comment')
    .set(eb => ({ replyCount: eb('replyCount', '-', 1) }))
    .where('id', '=', commentId)
    .execute()
