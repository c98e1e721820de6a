import { handle } from '#core/handler'
import { rows, sql } from '#entities/query'
import { viewUsers } from '#views/user-view'

export const suggest = handle('users.suggested', async ({ limit }, ctx) => {
  const found = await rows<{ id: string }>(
    ctx.em,
    sql`select users.id from users left join (
        select theirs.followee_id as id, count(*) as mutual from follow mine
        join follow theirs on theirs.follower_id = mine.followee_id and theirs.status = 'following'
        where mine.follower_id = ${ctx.viewer.id} and mine.status = 'following' group by theirs.followee_id
      ) known using (id)
      where users.status = 'active' and users.stage = 'done' and users.id <> ${ctx.viewer.id}
        and not exists (select 1 from follow where follower_id = ${ctx.viewer.id} and followee_id = users.id)
      order by coalesce(mutual, 0) desc, follower_count desc, users.id limit ${limit}`,
  )
  const users = await viewUsers(
    ctx,
    found.map(one => one.id),
  )
  return { items: found.flatMap(({ id }) => users.get(id) ?? []), nextCursor: null }
})
