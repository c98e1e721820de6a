import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { fillFeeds } from '#domain/feed/feed-entries.sql'
import { notify } from '#domain/notifications/notify'
import { acceptFollows, markLarge } from './follows.sql.ts'
import { lockUsers } from './lock-users.ts'

/** Requests that are accepted in one transaction; a job goes on with the rest. */
const maxAccepted = 500

/**
 * Accepts the requests of some people to follow an account, or of all who wait (null): of many, the longest waiting now
 * and the others by a job. With `ifPublic`, none if the account is private by the time it is locked. Returns the ids of
 * those accepted. It locks accounts in the order of their ids: call it before anything else that writes to accounts.
 */
export async function acceptRequests(
  ctx: WriteContext,
  followeeId: string,
  followerIds: readonly string[] | null,
  { ifPublic = false } = {},
): Promise<string[]> {
  const wanted = followerIds ?? (await longestWaiting(ctx.em, followeeId, maxAccepted))
  await lockUsers(ctx.em, [followeeId, ...wanted])
  const accepted = await acceptFollows(ctx.em, followeeId, wanted, { ifPublic })
  if (accepted.some(follow => follow.grown)) await markLarge(ctx.em, [followeeId])
  const ids = accepted.map(follow => follow.followerId)
  if (ids.length > 0) await publishAccepted(ctx, followeeId, ids)
  if (followerIds === null && (await longestWaiting(ctx.em, followeeId, 1)).length > 0) {
    ctx.enqueue('follow.accept', { userId: followeeId })
  }
  return ids
}

async function longestWaiting(em: EntityManager, followeeId: string, limit: number) {
  const found = await db(em)
    .selectFrom('Follow')
    .select('followerId')
    .where('followeeId', '=', followeeId)
    .where('status', '=', 'requested')
    .orderBy('createdAt')
    .orderBy('followerId')
    .limit(limit)
    .execute()
  return found.map(follow => follow.followerId)
}

async function publishAccepted(ctx: WriteContext, followeeId: string, followerIds: readonly string[]) {
  await fillFeeds(
    ctx.em,
    followerIds.map(followerId => ({ followerId, followeeId })),
  )
  ctx.publish('follow.changed', { users: followerIds }, { userId: followeeId, relation: 'following' })
  for (const id of [followeeId, ...followerIds]) ctx.changed('profile', id, { counts: true })
  await notify(
    ctx,
    followerIds.map(userId => ({
      userId,
      kind: 'follow_accepted',
      groupKey: `follow_accepted:${followeeId}`,
      aboutId: followeeId,
    })),
  )
}
