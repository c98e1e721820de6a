import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { emptyFeeds } from '#domain/feed/fill-feeds'
import { moveCounts } from './move-counts.ts'

type Cut = { followerId: string; followeeId: string; status: 'following' | 'requested' }

/**
 * Ends what ties two people, both ways: who follows, and who asks to. Their feeds lose each other's posts, and their
 * sockets leave what is the other's. Both accounts are locked before. Answers who followed, or asked to.
 */
export async function cutTies(ctx: WriteContext, a: string, b: string): Promise<string[]> {
  const cut = await rows<Cut>(
    ctx.em,
    sql`with ended as (
        delete from follow where (follower_id, followee_id) in ((${a}::uuid, ${b}::uuid), (${b}::uuid, ${a}::uuid))
        returning *, -1 as step
      ), counted as (${moveCounts(sql`select * from ended where status = 'following'`)})
      select follower_id as "followerId", followee_id as "followeeId", status from ended`,
  )
  await emptyFeeds(ctx.em, [
    { followerId: a, followeeId: b },
    { followerId: b, followeeId: a },
  ])
  if (cut.some(one => one.status === 'following')) for (const id of [a, b]) ctx.changed('profile', id, { counts: true })
  ctx.invalidate({ kind: 'access', subjectId: a, ownerId: b })
  ctx.invalidate({ kind: 'access', subjectId: b, ownerId: a })
  return cut.map(one => one.followerId)
}
