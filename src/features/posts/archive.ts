import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db, now } from '#database'
import { requireOwnPost, viewOwnPost } from '#domain/posts/require-post'
import { withdrawPost } from '#domain/posts/withdraw-post'

export const archivePost = plain('posts.archive', async function archivePost({ postId }, ctx) {
  const post = await requireOwnPost(ctx, postId)
  if (post.status === 'published') {
    const archived = await db(ctx.em)
      .updateTable('Post')
      .set(eb => ({ status: 'archived', archivedAt: now, pinnedAt: null, version: eb('version', '+', 1) }))
      .where('id', '=', postId)
      .returning(['id', 'authorId', 'version'])
      .executeTakeFirstOrThrow()
    await withdrawPost(ctx, archived, 'archived')
  } else if (post.status !== 'archived') {
    throw new ApiError('conflict', 'Only a published post can be archived.')
  }
  return viewOwnPost(ctx, postId)
})
