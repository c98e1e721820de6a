import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { viewPosts } from '#views/post-view'
import { seenBy } from '#views/view'

export const getPost = handle('posts.get', async ({ postId }, ctx) => {
  const [post] = await viewPosts(ctx, seenBy(ctx.viewer.id, [postId]))
  return post ?? refuse('not_found', 'There is no such post.')
})
