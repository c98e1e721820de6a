import type { WriteContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'
import { fillFeeds } from '#domain/feed/fill-feeds'
import { notify } from '#domain/notifications/notify'
import { moveCounts } from './move-counts.ts'

/** So many requests are accepted in one transaction; a task goes on with the rest. */
const atOnce = 500

/**
 * Accepts the requests of these people to follow an account, or of all who wait (null): of many, the longest waiting at
 * once and the others by a task. With `ifPublic`, nobody where the account is private when its turn has come. Answers who
 * was accepted now. It locks accounts in their order, so that it comes before anything else that writes to them.
 */
export async function acceptRequests(
  ctx: WriteContext,
  followeeId: string,
  followerIds: readonly string[] | null,
  { ifPublic = false } = {},
): Promise<string[]> {
  const some = followerIds === null ? sql`` : sql`and follower_id = any(${[...followerIds]}::uuid[])`
  const waiting = sql`from follow where followee_id = ${followeeId}::uuid and status = 'requested' ${some}`
  const most = followerIds === null ? atOnce : null
  const locked = await rows<{ id: string }>(
    ctx.em,
    sql`select id from users where id in (
        select ${followeeId}::uuid union all
        (select follower_id ${waiting} order by created_at, follower_id limit ${most}::int)
      ) order by id for no key update`,
  )
  const accepted = await rows<{ id: string }>(
    ctx.em,
    sql`with accepted as (
        update follow set status = 'following', created_at = now()
        where followee_id = ${followeeId}::uuid and status = 'requested'
          and follower_id = any(${locked.map(one => one.id)}::uuid[])
          and (not ${ifPublic}::boolean or exists (select 1 from users where id = followee_id and not is_private))
        returning *, 1 as step
      ), counted as (${moveCounts(sql`select * from accepted`)})
      select follower_id as id from accepted`,
  )
  const ids = accepted.map(one => one.id)
  if (ids.length > 0) await tell(ctx, followeeId, ids)
  if (followerIds === null && (await row(ctx.em, sql`select 1 ${waiting} limit 1`)) !== null) {
    ctx.enqueue('follow.accept', { userId: followeeId })
  }
  return ids
}

async function tell(ctx: WriteContext, followeeId: string, followerIds: readonly string[]) {
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
