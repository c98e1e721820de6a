import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const getPost = plain('posts.get', async function getPost({ postId }, ctx) {
  const [post] = await viewPosts(ctx, seenBy(ctx.viewer.id, [postId]))
  if (!post) throw notFound('post')
  return post
})
