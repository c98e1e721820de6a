import { ApiError, notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { changeText } from '#domain/comments/change-text'
import { requireVisibleComment } from '#domain/comments/require-comment'
import { viewComments } from '#views/comments'
import { seenBy } from '#views/view'

export const editComment = plain('comments.edit', async function editComment({ commentId, text }, ctx) {
  const comment = await requireVisibleComment(ctx, commentId)
  if (comment.authorId !== ctx.viewer.id) {
    throw new ApiError('forbidden', 'Only its author may edit a comment.')
  }
  await changeText(ctx, comment, text)
  const [edited] = await viewComments(ctx, seenBy(ctx.viewer.id, [commentId]))
  if (!edited) throw notFound('comment')
  return edited
})
