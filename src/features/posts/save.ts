import { plain } from '#core/pipeline/handler'
import { requireVisiblePost } from '#domain/posts/require-post'
import { PostSave } from '#entities'

export const savePost = plain('posts.save', async function savePost({ postId }, ctx) {
  await requireVisiblePost(ctx, postId)
  await ctx.em.upsert(PostSave, { postId, userId: ctx.viewer.id }, { onConflictAction: 'ignore' })
  return { saved: true }
})
