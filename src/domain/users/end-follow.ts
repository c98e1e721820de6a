import type { WriteContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'
import { emptyFeeds, type Tie } from '#domain/feed/fill-feeds'
import { moveCounts } from './move-counts.ts'

/**
 * Ends that somebody follows, or asks to, on the side of who is followed: the other's devices are told, and no more.
 * Answers false if it is not so.
 */
export async function endFollow(ctx: WriteContext, tie: Tie, status: 'following' | 'requested'): Promise<boolean> {
  const { followerId, followeeId } = tie
  await rows(
    ctx.em,
    sql`select id from users where id = any(${[followerId, followeeId]}::uuid[]) order by id for no key update`,
  )
  const ended = await row<{ isPrivate: boolean }>(
    ctx.em,
    sql`with ended as (
        delete from follow where follower_id = ${followerId} and followee_id = ${followeeId} and status = ${status}
        returning *, -1 as step
      ), counted as (${moveCounts(sql`select * from ended where ${status} = 'following'`)})
      select is_private as "isPrivate" from ended join users on users.id = followee_id`,
  )
  if (ended === null) return false
  ctx.publish('follow.changed', { users: [followerId] }, { userId: followeeId, relation: 'none' })
  if (status === 'requested') return true
  await emptyFeeds(ctx.em, [tie])
  for (const id of [followerId, followeeId]) ctx.changed('profile', id, { counts: true })
  if (ended.isPrivate) ctx.invalidate({ kind: 'follow', subjectId: followerId, ownerId: followeeId })
  return true
}
