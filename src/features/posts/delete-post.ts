import { dropMedia } from '#changes/drop-media'
import { freeMedia } from '#changes/free-media'
import { ownPost } from '#changes/own-post'
import { removePost } from '#changes/remove-post'
import { handle } from '#core/handler'

export const deletePost = handle('posts.delete', async ({ postId }, ctx) => {
  const post = await ownPost(ctx.em, ctx.viewer.id, postId)
  const letGo = post.status === 'published' ? dropMedia : freeMedia
  await removePost(ctx, { ...post, authorId: ctx.viewer.id }, letGo)
  return {}
})
