import { plain } from '#core/pipeline/handler'
import { dropMedia } from '#domain/media/drop-media'
import { freeMedia } from '#domain/media/free-media'
import { removePost } from '#domain/posts/remove-post'
import { requireOwnPost } from '#domain/posts/require-post'

export const deletePost = plain('posts.delete', async function deletePost({ postId }, ctx) {
  const post = await requireOwnPost(ctx, postId)
  const letGo = post.status === 'published' ? dropMedia : freeMedia
  await removePost(ctx, post, letGo)
  return {}
})
