import { plain } from '#core/pipeline/handler'
import { PostSave } from '#entities'

export const unsavePost = plain('posts.unsave', async function unsavePost({ postId }, { em, viewer }) {
  await em.nativeDelete(PostSave, { postId, userId: viewer.id })
  return { saved: false }
})
