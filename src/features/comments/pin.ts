import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { pinComment as setPinned } from '#domain/comments/pin-comment'
import { requireVisibleComment } from '#domain/comments/require-comment'

export const pinComment = plain('comments.pin', async function pinComment({ commentId }, ctx) {
  const comment = await requireVisibleComment(ctx, commentId)
  if (comment.postAuthorId !== ctx.viewer.id) {
    throw new ApiError('forbidden', 'Only the author of the post may pin its comments.')
  }
  await setPinned(ctx, comment, true)
  return { pinned: true }
})
