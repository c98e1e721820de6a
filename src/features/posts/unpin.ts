import { plain } from '#core/pipeline/handler'
import { setPinned } from '#domain/posts/pin-post'
import { requireOwnPost } from '#domain/posts/require-post'

export const unpinPost = plain('posts.unpin', async function unpinPost({ postId }, ctx) {
  const { pinnedAt } = await requireOwnPost(ctx, postId)
  if (pinnedAt) await setPinned(ctx, postId, false)
  return { pinned: false }
})
