import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { markChanged } from '#domain/posts/mark-changed'
import { requireVisiblePost } from '#domain/posts/require-post'
import { removeTags } from '#domain/posts/tag-users'

export const removeTag = plain('posts.removeTag', async function removeTag({ postId }, ctx) {
  await requireVisiblePost(ctx, postId)
  await db(ctx.em).selectFrom('Post').select('id').where('id', '=', postId).forNoKeyUpdate().execute()
  if (await removeTags(ctx, postId, ctx.viewer.id)) await markChanged(ctx, postId)
  return {}
})
