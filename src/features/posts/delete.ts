import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db, now } from '#database'
import { freeMedia } from '#domain/media/free-media'
import { removePost } from '#domain/posts/remove-post'
import { requireOwnPost } from '#domain/posts/require-post'
import { withdrawPost, withdrawUnpublished } from '#domain/posts/withdraw-post'

export const deletePost = plain('posts.delete', async function deletePost({ postId }, ctx) {
  const post = await requireOwnPost(ctx, postId)
  const { status } = post
  if (status === 'deleted') throw notFound('post')
  if (status === 'processing') {
    await removePost(ctx, post, freeMedia)
    return {}
  }
  const deleted = await db(ctx.em)
    .updateTable('Post')
    .set(eb => ({
      status: 'deleted',
      formerStatus: status,
      deletedAt: now,
      pinnedAt: null,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', postId)
    .returning(['id', 'authorId', 'version'])
    .executeTakeFirstOrThrow()
  if (status === 'published') await withdrawPost(ctx, deleted, 'deleted')
  else await withdrawUnpublished(ctx, deleted)
  return {}
})
