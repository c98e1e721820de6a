import type { EntityManager } from '@mikro-orm/postgresql'
import { rows, sql } from '#database/statement'

export type Tie = { followerId: string; followeeId: string }

/** How many posts of somebody newly followed come into the feed at once. */
export const backfill = 50

const ties = (list: readonly Tie[]) => sql`unnest(${list.map(one => one.followerId)}::uuid[],
  ${list.map(one => one.followeeId)}::uuid[]) as tie (follower_id, followee_id)`

/** The newest posts come into the feeds of new followers; those of large accounts are merged in when these are read. */
export const fillFeeds = (em: EntityManager, list: readonly Tie[]) =>
  rows(
    em,
    sql`insert into feed_entry (owner_id, post_id, author_id, published_at)
      select follower_id, recent.id, recent.author_id, recent.published_at from ${ties(list)}
      join users author on author.id = followee_id and not author.is_large cross join lateral (
        select id, author_id, published_at from post where author_id = followee_id and status = 'published'
        order by published_at desc, id desc limit ${backfill}
      ) recent on conflict do nothing`,
  )

/** What was copied leaves the feeds of those who follow no longer. */
export const emptyFeeds = (em: EntityManager, list: readonly Tie[]) =>
  rows(em, sql`delete from feed_entry using ${ties(list)} where owner_id = follower_id and author_id = followee_id`)
