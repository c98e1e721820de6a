import type { WriteContext } from '#core/pipeline/context'
import { db, sql } from '#database'
import { settleTags } from '#domain/hashtags/post-tags.sql'
import { lockUsers } from '#domain/users/lock-users'
import { Post } from '#entities'
import { announceMentions } from './captions.ts'
import { notifyTagged } from './tag-users.ts'

/** Publishes a post once all its photos are ready; the fan-out brings it to followers. Returns whether it did. */
export async function publishIfReady(ctx: WriteContext, postId: string): Promise<boolean> {
  const { em } = ctx
  const post = await em.findOne(Post, { id: postId }, { fields: ['authorId'], disableIdentityMap: true })
  if (post === null) return false
  // Users before posts: the one order in which rows are locked.
  await lockUsers(em, [post.authorId])
  await db(em).selectFrom('Post').select('id').where('id', '=', postId).forNoKeyUpdate().execute()
  const published = await db(em)
    .updateTable('Post')
    .set(eb => ({ status: 'published', publishedAt: sql`now()`, version: eb('version', '+', 1) }))
    .where('id', '=', postId)
    .where('status', '=', 'processing')
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('PostMedia')
            .innerJoin('Media', 'Media.id', 'PostMedia.mediaId')
            .select('Media.id')
            .where('PostMedia.postId', '=', postId)
            .where('Media.status', '<>', 'ready'),
        ),
      ),
    )
    .returning(['authorId', 'entities'])
    .executeTakeFirst()
  if (!published) return false
  await movePostCount(ctx, published.authorId, 1)
  await notifyTagged(ctx, { id: postId, authorId: published.authorId })
  if (published.entities?.some(({ kind }) => kind === 'hashtag')) await settleTags(em, [postId])
  if (published.entities?.some(({ kind }) => kind === 'mention')) await announceMentions(ctx, postId)
  ctx.enqueue('feed.fanOut', { postId })
  return true
}

/** Moves how many published posts an account has; its row is locked before. */
export async function movePostCount(ctx: WriteContext, authorId: string, step: 1 | -1) {
  await db(ctx.em)
    .updateTable('User')
    .set(eb => ({ postCount: eb('postCount', '+', step) }))
    .where('id', '=', authorId)
    .execute()
  ctx.changed('profile', authorId, { counts: true })
}
