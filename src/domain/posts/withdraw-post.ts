import { canSeeContent } from '#access/users'
import type { WriteContext } from '#core/pipeline/context'
import { db, literal } from '#database'
import { settleTags } from '#domain/hashtags/post-tags.sql'
import { publishNotificationsOf } from '#domain/notifications/publish-again'
import { countReposts } from './count-shares.ts'
import { movePostCount } from './publish-post.ts'

/** How many followers, of the author and of the hashtags each, are notified at once; the others find out when they load. */
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
  ctx.broadcast('feed.removed', { users: await readersOf(ctx, id, authorId) }, { postId: id })
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

/** The author, and those in whose feeds the post may stand. */
async function readersOf({ em }: WriteContext, postId: string, authorId: string) {
  // Followers, not the feeds that hold a copy: feeds of followers show posts of large accounts without one.
  const followers = await db(em)
    .selectFrom('Follow')
    .select('followerId as id')
    .where('followeeId', '=', authorId)
    .where('status', '=', 'following')
    .limit(maxNotified)
    .execute()
  const tagFollowers = await db(em)
    .selectFrom('PostHashtag')
    .innerJoin('HashtagFollow', 'HashtagFollow.tag', 'PostHashtag.tag')
    .innerJoin('User as author', join => join.on('author.id', '=', authorId))
    .select('HashtagFollow.userId as id')
    .where('PostHashtag.postId', '=', postId)
    .where(eb => canSeeContent(eb.ref('HashtagFollow.userId')))
    .limit(literal(maxNotified))
    .execute()
  return [...new Set([authorId, ...followers.map(({ id }) => id), ...tagFollowers.map(({ id }) => id)])]
}
