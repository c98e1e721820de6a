import type { WriteContext } from '#core/pipeline/context'
import { emptyFeeds } from '#domain/feed/feed-entries.sql'
import { endFollows, type FollowStatus, type Tie } from './follows.sql.ts'
import { lockUsers } from './lock-users.ts'

/**
 * Ends a follow or a request for the followee, with an event to the follower's devices alone. Returns false if there is
 * none of this status.
 */
export async function endFollow(ctx: WriteContext, tie: Tie, status: FollowStatus): Promise<boolean> {
  const { followerId, followeeId } = tie
  const locked = await lockUsers(ctx.em, [followerId, followeeId])
  const ended = await endFollows(ctx.em, [tie], status)
  if (ended.length === 0) return false
  ctx.publish('follow.changed', { users: [followerId] }, { userId: followeeId, relation: 'none' })
  if (status === 'requested') return true
  await emptyFeeds(ctx.em, [tie])
  for (const id of [followerId, followeeId]) ctx.changed('profile', id, { counts: true })
  const isPrivate = locked.some(user => user.id === followeeId && user.isPrivate)
  if (isPrivate) ctx.invalidate({ kind: 'follow', subjectId: followerId, ownerId: followeeId })
  return true
}
