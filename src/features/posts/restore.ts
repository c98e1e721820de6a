import { canSeeDeletedPost } from '#access/posts'
import { plain } from '#core/pipeline/handler'
import { db, secondsUntil, sql } from '#database'
import { publishNotificationsOf } from '#domain/notifications/publish-again'
import { lockWithOriginal } from '#domain/posts/lock-posts'
import { showPost } from '#domain/posts/publish-post'
import { requireOwnPost, viewOwnPost } from '#domain/posts/require-post'
import { enqueuePublishing } from '#domain/posts/schedule-post'
import { lockUsers } from '#domain/users/lock-users'

export const restorePost = plain('posts.restore', async function restorePost({ postId }, ctx) {
  const { em, viewer } = ctx
  // Users before posts: the one order in which rows are locked.
  await lockUsers(em, [viewer.id])
  await lockWithOriginal(em, postId)
  const post = await db(em)
    .selectFrom('Post')
    .select(['id', 'authorId', 'formerStatus', 'publishAt', secondsUntil(sql<Date | null>`publish_at`).as('left')])
    .where('id', '=', postId)
    .where(canSeeDeletedPost(viewer.id))
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!post) {
    await requireOwnPost(ctx, postId)
    return viewOwnPost(ctx, postId)
  }
  const { publishAt } = post
  const isMissed = post.formerStatus === 'scheduled' && !(post.left > 0)
  const status = isMissed ? 'draft' : (post.formerStatus ?? 'draft')
  await db(em)
    .updateTable('Post')
    .set(eb => ({
      status,
      formerStatus: null,
      deletedAt: null,
      publishAt: isMissed ? null : publishAt,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', postId)
    .execute()
  if (status === 'published') await showPost(ctx, post, 'restored')
  else await publishNotificationsOf(ctx, postId, { only: viewer.id })
  if (status === 'scheduled' && publishAt) enqueuePublishing(ctx, postId, publishAt)
  return viewOwnPost(ctx, postId)
})
