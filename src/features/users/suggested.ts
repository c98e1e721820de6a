import { apartFrom } from '#access/apart'
import { boundedRead } from '#core/pipeline/bounded-read'
import { plain } from '#core/pipeline/handler'
import { rows, sql } from '#database/statement'
import { viewUsers } from '#views/users'

export const suggest = plain('users.suggested', async ({ limit }, ctx) => {
  const me = sql`${ctx.viewer.id}::uuid`
  const query = sql<{ id: string }>`with left_out as (
      select ${me} as id union ${apartFrom(me)}
      union select followee_id from follow where follower_id = ${me}
      union select dismissed_id from dismissal where user_id = ${me}
    ), known as (
      select theirs.followee_id as id, count(*) as mutual from follow mine
      join follow theirs on theirs.follower_id = mine.followee_id and theirs.status = 'following'
      where mine.follower_id = ${me} and mine.status = 'following' group by theirs.followee_id
    )
    select users.id from users left join known using (id)
    where users.status = 'active' and users.stage = 'done'
      and not exists (select 1 from left_out where left_out.id = users.id)
    order by coalesce(mutual, 0) desc, follower_count desc, users.id limit ${limit}`
  const found = await boundedRead(ctx, em => rows(em, query))
  const ids = found.map(one => one.id)
  const users = await viewUsers(ctx, ids)
  return { items: ids.flatMap(id => users.get(id) ?? []), nextCursor: null }
})
