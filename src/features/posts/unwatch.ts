import { handle } from '#core/pipeline/handler'

export const unwatchPost = handle('posts.unwatch', async ({ postId }, ctx) => {
  ctx.unwatch({ topic: 'post', id: postId })
  return {}
})
