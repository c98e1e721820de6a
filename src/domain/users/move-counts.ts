import type { RawBuilder } from 'kysely'
import { sql } from '#database/statement'

/** From so many followers on, posts are merged into feeds when these are read. */
const largeFrom = 10_000

/**
 * The statement, part of a larger one, that moves the counts of both sides by the rows of a query: those of `follow`
 * that came or went, with their `step` of 1 or -1. Both accounts of each row are locked before.
 */
export const moveCounts = (ties: RawBuilder<unknown>) => sql`
  update users set follower_count = follower_count + followers, following_count = following_count + followings,
    is_large = is_large or follower_count + followers >= ${largeFrom}
  from (
    select id, sum(followers)::int as followers, sum(followings)::int as followings from (
      select followee_id as id, case when follower_counted then step else 0 end as followers, 0 as followings
        from (${ties}) followed
      union all
      select follower_id, 0, case when followee_counted then step else 0 end from (${ties}) following
    ) each_step group by id
  ) steps where users.id = steps.id`
