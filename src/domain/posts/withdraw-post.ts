import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { settleTags } from '#domain/hashtags/post-tags.sql'
import { publishNotificationsOf } from '#domain/notifications/publish-again'
import { countReposts } from './count-shares.ts'
import { movePostCount } from './publish-post.ts'

/** How many followers are notified at once; the others find out when they load. */
const maxNotified = 5000

type Withdrawn = { id: string; authorId: string; version: number }

/**
 * What follows when others stop seeing a published post: it is archived or deleted, or a moderator removes it. The one place
 * where a post stops being visible; `showPost` undoes it. The caller has locked its author and the post, in this order, and
 * gives the version that the post has by then.
 */
export async function withdrawPost(
  ctx: WriteContext,
  { id, authorId, version }: Withdrawn,
  how: 'archived' | 'deleted',
) {
  await movePostCount(ctx, authorId, -1)
  await countReposts(ctx, [id], false)
  await settleTags(ctx.em, [id])
  // The author goes on seeing an archived post.
  await publishNotificationsOf(ctx, id, how === 'archived' ? { except: authorId } : {})
  endWatches(ctx, id, version)
  ctx.broadcast('feed.removed', { users: [authorId, ...(await followersOf(ctx, authorId))] }, { postId: id })
}

/** What follows when the author stops seeing a post that nobody else has seen, or that was archived. */
export async function withdrawUnpublished(ctx: WriteContext, { id, authorId, version }: Withdrawn) {
  await publishNotificationsOf(ctx, id, { only: authorId })
  endWatches(ctx, id, version)
  ctx.broadcast('feed.removed', { users: [authorId] }, { postId: id })
}

function endWatches(ctx: WriteContext, postId: string, version: number) {
  ctx.invalidate({ kind: 'post', subjectId: postId })
  ctx.changed('post', postId, { version, counts: { likes: 0, comments: 0, shares: 0 }, deleted: true })
}

// Followers, not the feeds that hold a copy: feeds of followers show posts of large accounts without one.
async function followersOf({ em }: WriteContext, authorId: string) {
  const found = await db(em)
    .selectFrom('Follow')
    .select('followerId')
    .where('followeeId', '=', authorId)
    .where('status', '=', 'following')
    .limit(maxNotified)
    .execute()
  return found.map(({ followerId }) => followerId)
}
