/**
 * Rows of feeds, written and dropped in bulk.
 *
 * - Plan: posts by `post_by_author`, followers by `follow_newest`, entries by their primary key or `feed_entry_newest`;
 *   nothing grows with the number of accounts or posts.
 * - Locks: entries need none; the accounts of new follows are locked before, in the order of their ids.
 * - Measured in `docs/performance.md`: a post is copied to 100,000 followers in 0.2 s.
 */
import type { EntityManager } from '@mikro-orm/postgresql'
import { rows, sql } from '#database/statement'

type Tie = { followerId: string; followeeId: string }

/** Posts of a newly followed account that come into the feed at once. */
export const maxFilled = 50

const tie = (ties: readonly Tie[]) => sql`unnest(${ties.map(one => one.followerId)}::uuid[],
  ${ties.map(one => one.followeeId)}::uuid[]) as tie (follower_id, followee_id)`

/** The newest posts come into the feeds of new followers; those of large accounts are merged in when these are read. */
export const fillFeeds = (em: EntityManager, ties: readonly Tie[]) =>
  rows(
    em,
    sql`insert into feed_entry (owner_id, post_id, author_id, published_at)
      select follower_id, recent.id, recent.author_id, recent.published_at from ${tie(ties)}
      join users author on author.id = followee_id and not author.is_large cross join lateral (
        select id, author_id, published_at from post where author_id = followee_id and status = 'published'
        order by published_at desc, id desc limit ${maxFilled}
      ) recent on conflict do nothing`,
  )

/** What was copied leaves the feeds of those who do not follow any more. */
export const emptyFeeds = (em: EntityManager, ties: readonly Tie[]) =>
  rows(em, sql`delete from feed_entry using ${tie(ties)} where owner_id = follower_id and author_id = followee_id`)

/** Copies a published post into the feeds of all followers, unless its author is large. */
export const copyToFeeds = (em: EntityManager, postId: string) =>
  rows(
    em,
    sql`insert into feed_entry (owner_id, post_id, author_id, published_at)
      select follower_id, post.id, author_id, published_at from post
      join users author on author.id = author_id and not author.is_large
      join follow on followee_id = author_id and follow.status = 'following'
      where post.id = ${postId} and post.status = 'published' on conflict do nothing`,
  )

/**
 * Copies a post that is visible again into the feeds of followers who have come since, where an older entry stands: below
 * the oldest, posts are looked up where they are.
 */
export const copyBackToFeeds = (em: EntityManager, postId: string) =>
  rows(
    em,
    sql`insert into feed_entry (owner_id, post_id, author_id, published_at)
      select follower_id, post.id, author_id, published_at from post
      join users author on author.id = author_id and not author.is_large
      join follow on followee_id = author_id and follow.status = 'following'
      where post.id = ${postId} and post.status = 'published' and exists (
        select 1 from feed_entry older where older.owner_id = follower_id
          and (older.published_at, older.post_id) < (post.published_at, post.id)
      ) on conflict do nothing`,
  )

/** Drops entries beyond the newest of each of these feeds, up to a limit; returns how many. */
export async function trimFeeds(em: EntityManager, ownerIds: readonly string[], kept: number, maxDropped: number) {
  const dropped = await rows(
    em,
    sql`delete from feed_entry using (
        select older.owner_id, older.post_id from unnest(${[...ownerIds]}::uuid[]) as owner (id)
        cross join lateral (
          select published_at, post_id from feed_entry where owner_id = owner.id
          order by published_at desc, post_id desc offset ${kept - 1} limit 1
        ) last join feed_entry older on older.owner_id = owner.id
          and (older.published_at, older.post_id) < (last.published_at, last.post_id)
        limit ${maxDropped}
      ) surplus where feed_entry.owner_id = surplus.owner_id and feed_entry.post_id = surplus.post_id returning 1`,
  )
  return dropped.length
}
