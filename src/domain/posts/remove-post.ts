import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { dropTags } from '#domain/hashtags/post-tags.sql'
import { dropMedia } from '#domain/media/drop-media'
import { photosOf } from '#domain/posts/arrange-photos'
import { Notification, Post } from '#entities'
import { movePostCount } from './publish-post.ts'

/** How many followers are told at once; the others find out when they load. */
const maxTold = 5000

type Locked = { id: string; authorId: string; status: string; version: number }

/**
 * Removes a post with its comments and likes, and its photos unless `letGo` keeps them. The caller has locked its author
 * and the post, in this order.
 */
export async function removePost(ctx: WriteContext, { id, authorId, status, version }: Locked, letGo = dropMedia) {
  const { em } = ctx
  const photos = await photosOf(em, id)
  const followers = status === 'published' ? await followersOf(ctx, authorId) : []
  await dropTags(em, [id])
  await em.nativeDelete(Post, { id })
  await em.nativeDelete(Notification, { postId: id })
  if (status === 'published') await movePostCount(ctx, authorId, -1)
  await letGo(ctx, photos)
  ctx.invalidate({ kind: 'post', subjectId: id })
  const counts = { likes: 0, comments: 0, shares: 0 }
  ctx.changed('post', id, { version: version + 1, counts, deleted: true })
  ctx.broadcast('feed.removed', { users: [authorId, ...followers] }, { postId: id })
}

// Followers, not the feeds that hold a copy: feeds of followers show posts of large accounts without one.
async function followersOf({ em }: WriteContext, authorId: string) {
  const found = await db(em)
    .selectFrom('Follow')
    .select('followerId')
    .where('followeeId', '=', authorId)
    .where('status', '=', 'following')
    .limit(maxTold)
    .execute()
  return found.map(({ followerId }) => followerId)
}
