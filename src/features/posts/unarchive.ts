import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { showPost } from '#domain/posts/publish-post'
import { requireOwnPost, viewOwnPost } from '#domain/posts/require-post'

export const unarchivePost = plain('posts.unarchive', async function unarchivePost({ postId }, ctx) {
  const post = await requireOwnPost(ctx, postId)
  if (post.status === 'archived') {
    await db(ctx.em)
      .updateTable('Post')
      .set(eb => ({ status: 'published', archivedAt: null, version: eb('version', '+', 1) }))
      .where('id', '=', postId)
      .execute()
    await showPost(ctx, post, 'unarchived')
  }
  return viewOwnPost(ctx, postId)
})
