import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db } from '#database'
import { removeComment } from '#domain/comments/remove-comment'
import { removeCommentLikes } from '#domain/comments/remove-likes'
import { removeLikes } from '#domain/posts/remove-likes'
import { endFollow } from '#domain/users/end-follow'
import { lockUsers } from '#domain/users/lock-users'
import type { ActivitySource, Found } from './find-activity.sql.ts'

/** What of a user's activity can be undone; the rest can only be hidden. */
export type Undoable = Exclude<ActivitySource, 'signIn' | 'receivedLike' | 'receivedComment'>

const idsOf = (found: readonly Found[], column: 'postId' | 'commentId' | 'userId') =>
  found.flatMap(row => row[column] ?? [])

/** What was done again since it was found, perhaps while a lock was waited for, is later than this, and stays. */
const latestOf = (found: readonly Found[]) => new Date(Math.max(...found.map(({ at }) => at.getTime())))

const undo: Record<Undoable, (ctx: WriteContext, userId: string, found: readonly Found[]) => Promise<void>> = {
  like: (ctx, userId, found) => removeLikes(ctx, userId, idsOf(found, 'postId'), latestOf(found)),
  commentLike: (ctx, userId, found) => removeCommentLikes(ctx, userId, idsOf(found, 'commentId'), latestOf(found)),
  async comment(ctx, _, found) {
    const comments = found.map(({ commentId, postId }) => ({ id: commentId ?? '', postId: postId ?? '' }))
    // In one order of posts and comments, in which others lock them too.
    comments.sort((a, b) => (a.postId + a.id < b.postId + b.id ? -1 : 1))
    for (const comment of comments) await removeComment(ctx, comment)
  },
  follow: (ctx, userId, found) => endFollows(ctx, userId, found, 'following'),
  request: (ctx, userId, found) => endFollows(ctx, userId, found, 'requested'),
}

async function endFollows(
  ctx: WriteContext,
  followerId: string,
  found: readonly Found[],
  status: 'following' | 'requested',
) {
  const followeeIds = idsOf(found, 'userId')
  await lockUsers(ctx.em, [followerId, ...followeeIds])
  const follows = await db(ctx.em)
    .selectFrom('Follow')
    .select('followeeId')
    .where('followerId', '=', followerId)
    .where('followeeId', '=', anyOf(followeeIds))
    .where('createdAt', '<=', latestOf(found))
    .execute()
  for (const { followeeId } of follows) await endFollow(ctx, { followerId, followeeId }, status)
}

export const isUndoable = (source: ActivitySource): source is Undoable => source in undo

/** Undoes rows of one source, as the user would by unliking, deleting a comment or unfollowing. */
export const undoActivity = (ctx: WriteContext, userId: string, source: Undoable, found: readonly Found[]) =>
  undo[source](ctx, userId, found)
