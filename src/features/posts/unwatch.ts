import { plain } from '#core/pipeline/handler'

export const unwatchPost = plain('posts.unwatch', async function unwatchPost({ postId }, ctx) {
  ctx.unwatch({ topic: 'post', id: postId })
  return {}
})
