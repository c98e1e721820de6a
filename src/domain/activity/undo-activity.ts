import type { WriteContext } from '#core/pipeline/context'
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

const undo: Record<Undoable, (ctx: WriteContext, userId: string, found: readonly Found[]) => Promise<void>> = {
  like: (ctx, userId, found) => removeLikes(ctx, userId, idsOf(found, 'postId')),
  commentLike: (ctx, userId, found) => removeCommentLikes(ctx, userId, idsOf(found, 'commentId')),
  async comment(ctx, _, found) {
    const comments = found.map(({ commentId, postId }) => ({ id: commentId ?? '', postId: postId ?? '' }))
    // In one order of posts and comments, in which others lock them too.
    comments.sort((a, b) => (a.postId + a.id < b.postId + b.id ? -1 : 1))
    for (const comment of comments) await removeComment(ctx, comment)
  },
  follow: (ctx, userId, found) => endFollows(ctx, userId, idsOf(found, 'userId'), 'following'),
  request: (ctx, userId, found) => endFollows(ctx, userId, idsOf(found, 'userId'), 'requested'),
}

async function endFollows(
  ctx: WriteContext,
  followerId: string,
  followeeIds: readonly string[],
  status: 'following' | 'requested',
) {
  await lockUsers(ctx.em, [followerId, ...followeeIds])
  for (const followeeId of followeeIds) await endFollow(ctx, { followerId, followeeId }, status)
}

export const isUndoable = (source: ActivitySource): source is Undoable => source in undo

/** Undoes rows of one source, as the user would by unliking, deleting a comment or unfollowing. */
export const undoActivity = (ctx: WriteContext, userId: string, source: Undoable, found: readonly Found[]) =>
  undo[source](ctx, userId, found)
