import { ApiError } from '#core/pipeline/errors'
import { handle } from '#core/pipeline/handler'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const getPost = handle('posts.get', async ({ postId }, ctx) => {
  const [post] = await viewPosts(ctx, seenBy(ctx.viewer.id, [postId]))
  return post ?? new ApiError('not_found', 'There is no such post.')
})
