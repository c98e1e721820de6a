import type { Entity } from '#contract'
import type { WriteContext } from '#core/pipeline/context'
import { db, sql } from '#database'
import { settleTags } from '#domain/hashtags/post-tags.sql'
import { notify } from '#domain/notifications/notify'
import { publishNotificationsOf } from '#domain/notifications/publish-again'
import { lockUsers } from '#domain/users/lock-users'
import { Post } from '#entities'
import { announceMentions } from './captions.ts'
import { countReposts } from './count-shares.ts'
import { lockWithOriginal } from './lock-posts.ts'
import { notifyTagged } from './tag-users.ts'

/** Publishes a post once all its photos are ready. Returns whether it did. */
export async function publishIfReady(ctx: WriteContext, postId: string): Promise<boolean> {
  const { em } = ctx
  const post = await em.findOne(Post, { id: postId }, { fields: ['authorId'], disableIdentityMap: true })
  if (post === null) return false
  // Users before posts: the one order in which rows are locked.
  await lockUsers(em, [post.authorId])
  await lockWithOriginal(em, postId)
  const locked = await db(em)
    .selectFrom('Post')
    .select('publishAt')
    .where('id', '=', postId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  const published = await db(em)
    .updateTable('Post')
    .set(eb => ({ status: 'published', publishedAt: sql`now()`, publishAt: null, version: eb('version', '+', 1) }))
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
  await showPost(ctx, { id: postId, ...published }, 'new')
  if (locked?.publishAt) await notifyDue(ctx, postId, published.authorId)
  return true
}

/** Notifies the author of a scheduled post that it is out, or that it waits for a photo that failed. */
export const notifyDue = (ctx: WriteContext, postId: string, authorId: string) =>
  notify(ctx, [{ userId: authorId, kind: 'post_ready', groupKey: `post_ready:${postId}`, postId }])

type Shown = { id: string; authorId: string; entities?: readonly Entity[] | null; archivedAt?: Date | null }

/**
 * What follows when others begin to see a post: a `new` one, or one that its author has restored or taken from the archive.
 * The one place where a post becomes visible; `withdrawPost` undoes it. The caller has locked its author and the post, in
 * this order, and set its status; `entities` are those of a new post.
 */
export async function showPost(
  ctx: WriteContext,
  { id, authorId, entities = null, archivedAt = null }: Shown,
  how: 'new' | 'restored' | 'unarchived',
) {
  await movePostCount(ctx, authorId, 1)
  await countReposts(ctx, [id], true)
  // The author has seen an archived post all the time. Before those that are opened here: nobody gets one twice.
  if (how !== 'new') await publishNotificationsOf(ctx, id, how === 'unarchived' ? { except: authorId } : {})
  await notifyTagged(ctx, { id, authorId })
  if (how === 'unarchived') await announceMentions(ctx, id, archivedAt)
  if (how === 'new' && entities?.some(({ kind }) => kind === 'mention')) await announceMentions(ctx, id)
  // After notifications: others who publish with the same hashtags wait for the end of this transaction.
  if (how !== 'new' || entities?.some(({ kind }) => kind === 'hashtag')) await settleTags(ctx.em, [id])
  if (how === 'new') return ctx.enqueue('feed.fanOut', { postId: id })
  ctx.enqueue('feed.fanOut', { postId: id, isRestored: true })
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
