import { visibleComments } from '#access/comments'
import { ApiError, notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { removeComment } from '#domain/comments/remove-comment'

export const deleteComment = plain('comments.delete', async function deleteComment({ commentId }, ctx) {
  const { em, viewer } = ctx
  const comment = await db(em)
    .selectFrom('Comment')
    .innerJoin('Post', 'Post.id', 'Comment.postId')
    .select(['Comment.postId', 'Comment.authorId', 'Post.authorId as postAuthorId'])
    .where('Comment.id', '=', commentId)
    .where('Comment.deletedAt', 'is', null)
    .where(eb =>
      eb.or([
        eb('Post.authorId', '=', viewer.id),
        eb.exists(visibleComments(em, viewer.id).select('Comment.id').where('Comment.id', '=', commentId)),
      ]),
    )
    .executeTakeFirst()
  if (!comment) throw notFound('comment')
  if (viewer.id !== comment.authorId && viewer.id !== comment.postAuthorId) {
    throw new ApiError('forbidden', 'Only its author and the author of the post may delete a comment.')
  }
  const isRemoved = await removeComment(ctx, { id: commentId, postId: comment.postId })
  if (!isRemoved) throw notFound('comment')
  return {}
})
