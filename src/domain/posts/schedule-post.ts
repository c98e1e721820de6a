import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { ApiError, invalid } from '#core/pipeline/errors'
import { type Duration, db, fromNow, now, secondsUntil, sql } from '#database'
import { lockUsers } from '#domain/users/lock-users'
import { Post, type PostStatus } from '#entities'
import { notifyDue, publishIfReady } from './publish-post.ts'

/** How far ahead a post may be scheduled. */
const maxAhead: Duration = '366 days'

type Locked = { id: string; status: PostStatus; publishAt: Date | null }

/** A time at which a post may be due; throws for one that has passed or is too far ahead, by the database's clock. */
export async function requireFuture(em: EntityManager, publishAt: string): Promise<Date> {
  const at = sql<Date>`${publishAt}::timestamptz`
  const { isFuture, isNear } = await db(em)
    .selectNoFrom(eb => [eb(at, '>', now).as('isFuture'), eb(at, '<=', fromNow(maxAhead)).as('isNear')])
    .executeTakeFirstOrThrow()
  if (!isFuture) throw invalid({ publishAt: 'must be in the future' })
  if (!isNear) throw invalid({ publishAt: 'must be within a year from now' })
  return new Date(publishAt)
}

/** A job publishes the post at its time. A job from before, for another time, does no harm. */
export const enqueuePublishing = ({ enqueue }: Pick<WriteContext, 'enqueue'>, postId: string, at: Date) =>
  enqueue('post.publish', { postId }, { at })

/** Schedules a draft, moves a scheduled post to another time, or makes it a draft (null). The caller has locked the post. */
export async function reschedule(ctx: WriteContext, { id, status, publishAt }: Locked, wanted: string | null) {
  if (status !== 'draft' && status !== 'scheduled') {
    throw invalid({ publishAt: 'belongs to drafts and scheduled posts alone' })
  }
  if ((publishAt?.toISOString() ?? null) === wanted) return
  const at = wanted === null ? null : await requireFuture(ctx.em, wanted)
  await db(ctx.em)
    .updateTable('Post')
    .set(eb => ({ status: at ? 'scheduled' : 'draft', publishAt: at, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  if (at) enqueuePublishing(ctx, id, at)
}

/** Throws unless a post can be published as it is: with words or photos, none of which could not be read. */
export async function requireContent(em: EntityManager, postId: string) {
  const { caption, sharedPostId, photos, failed } = await db(em)
    .selectFrom('Post')
    .leftJoin('PostMedia', 'PostMedia.postId', 'Post.id')
    .leftJoin('Media', 'Media.id', 'PostMedia.mediaId')
    .select(eb => [
      'Post.caption',
      'Post.sharedPostId',
      eb.fn.count<number>('Media.id').as('photos'),
      eb.fn.count<number>('Media.id').filterWhere('Media.status', '=', 'failed').as('failed'),
    ])
    .where('Post.id', '=', postId)
    .groupBy('Post.id')
    .executeTakeFirstOrThrow()
  if (failed > 0) throw new ApiError('conflict', 'A photo could not be read. Remove it from the post first.')
  if (photos === 0 && caption.trim() === '' && sharedPostId === null)
    throw new ApiError('conflict', 'A post needs a photo or a caption.')
}

/** Publishes a draft or scheduled post, which is locked: now, or when its last photo is ready. Returns whether it did. */
export async function startPublishing(ctx: WriteContext, postId: string, about: { publishAt?: null } = {}) {
  await db(ctx.em)
    .updateTable('Post')
    .set(eb => ({ ...about, status: 'processing', version: eb('version', '+', 1) }))
    .where('id', '=', postId)
    .execute()
  return publishIfReady(ctx, postId)
}

/**
 * Publishes a scheduled post whose time has come by the database's clock; one that was moved waits on. Where a photo failed,
 * it becomes pending and its author is notified.
 */
export async function publishDue(ctx: WriteContext, postId: string) {
  const { em } = ctx
  const found = await em.findOne(Post, { id: postId }, { fields: ['authorId'], disableIdentityMap: true })
  if (found === null) return
  // Users before posts: the one order in which rows are locked.
  await lockUsers(em, [found.authorId])
  const post = await db(em)
    .selectFrom('Post')
    .select(['publishAt', secondsUntil(sql<Date | null>`publish_at`).as('left')])
    .where('id', '=', postId)
    .where('status', '=', 'scheduled')
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!post?.publishAt) return
  if (post.left > 0) return enqueuePublishing(ctx, postId, post.publishAt)
  if (await startPublishing(ctx, postId)) return
  if (await hasFailedPhoto(em, postId)) await notifyDue(ctx, postId, found.authorId)
}

async function hasFailedPhoto(em: EntityManager, postId: string) {
  const failed = await db(em)
    .selectFrom('PostMedia')
    .innerJoin('Media', 'Media.id', 'PostMedia.mediaId')
    .select('Media.id')
    .where('PostMedia.postId', '=', postId)
    .where('Media.status', '=', 'failed')
    .executeTakeFirst()
  return failed !== undefined
}
