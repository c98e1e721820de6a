import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { viewComments } from '#views/comments'
import { seenBy } from '#views/view'

export const getComment = plain('comments.get', async function getComment({ commentId }, ctx) {
  const [comment] = await viewComments(ctx, seenBy(ctx.viewer.id, [commentId]))
  if (!comment) throw notFound('comment')
  return comment
})
