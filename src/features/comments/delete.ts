import { visibleComment } from '#access/visible-posts'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { removeComment } from '#domain/comments/remove-comment'

type Seen = { postId: string; authorId: string; postAuthorId: string }

export const deleteComment = plain('comments.delete', async ({ commentId }, ctx) => {
  const { em, viewer } = ctx
  const seen = await row<Seen>(
    em,
    sql`select post.id as "postId", comment.author_id as "authorId", post.author_id as "postAuthorId"
      from comment join post on post.id = comment.post_id where comment.id = ${commentId} and (
        post.author_id = ${viewer.id} or exists (select 1 from ${visibleComment(viewer.id, commentId)}))`,
  )
  if (seen !== null && viewer.id !== seen.authorId && viewer.id !== seen.postAuthorId) {
    throw new ApiError('forbidden', 'Only its author and the author of the post may delete a comment.')
  }
  const isRemoved = seen !== null && (await removeComment(ctx, { id: commentId, postId: seen.postId }))
  return isRemoved ? {} : new ApiError('not_found', 'There is no such comment.')
})
