import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { requireOwnPost, viewOwnPost } from '#domain/posts/require-post'
import { requireContent, startPublishing } from '#domain/posts/schedule-post'

export const publishPost = plain('posts.publish', async function publishPost({ postId }, ctx) {
  const { status } = await requireOwnPost(ctx, postId)
  if (status === 'archived') throw new ApiError('conflict', 'The post is archived. Unarchive it instead.')
  if (status === 'draft' || status === 'scheduled') {
    await requireContent(ctx.em, postId)
    await startPublishing(ctx, postId, { publishAt: null })
  }
  return viewOwnPost(ctx, postId)
})
