/**
 * The counts of others by what one account likes, writes and follows, and by who follows it, as far as it is not counted yet
 * or still counted.
 *
 * - Plan: `follow`, `post_like` and `comment` by their primary keys; the rows were found by index before.
 * - Locks: accounts, then posts, then comments, each in the order of their ids, before the counts move.
 * - Measured in `docs/performance.md`: 100,000 likes and as many followers are settled in 6 to 7 s of transactions of
 *   2,000 rows.
 */
import type { EntityManager } from '@mikro-orm/postgresql'
import { rows, sql } from '#database/statement'
import type { Tie } from './follows.sql.ts'

export type Written = { id: string; postId: string; parentId: string | null }
type Moved = { id: string; likes: number; comments: number; shares: number; version: number }

const moved = sql`post.id, like_count as likes, comment_count as comments, share_count as shares, version`
const stepOf = (isActive: boolean) => sql`${isActive ? 1 : -1}::int`

/** Counts the account at the other end of each follow, or takes it out; returns the accounts whose counts moved. */
export const settleTies = (em: EntityManager, userId: string, isActive: boolean, ties: readonly Tie[]) =>
  rows<{ id: string }>(
    em,
    sql`with tie as (
      select * from unnest(${ties.map(one => one.followerId)}::uuid[], ${ties.map(one => one.followeeId)}::uuid[])
        as tie (follower_id, followee_id)
    ), settled as (
      update follow set follower_counted = case when follow.follower_id = ${userId} then ${isActive} else follower_counted end,
        followee_counted = case when follow.followee_id = ${userId} then ${isActive} else followee_counted end
      from tie where follow.follower_id = tie.follower_id and follow.followee_id = tie.followee_id and ${isActive}
        <> case when follow.follower_id = ${userId} then follower_counted else followee_counted end
      returning follow.follower_id, follow.followee_id, follow.status
    ), steps as (
      select other, count(*) filter (where other = followee_id)::int * ${stepOf(isActive)} as followers,
        count(*) filter (where other = follower_id)::int * ${stepOf(isActive)} as followings
      from (
        select *, case when follower_id = ${userId} then followee_id else follower_id end as other from settled
      ) tied where status = 'following' group by other
    )
    update users set follower_count = follower_count + followers, following_count = following_count + followings
    from steps where users.id = other returning users.id`,
  )

/** The same for the account's likes of some posts; returns the posts as they are counted then. */
export const settleLikes = (em: EntityManager, userId: string, isActive: boolean, postIds: readonly string[]) =>
  rows<Moved>(
    em,
    sql`with settled as (
      update post_like set counted = ${isActive}
      where user_id = ${userId} and post_id = any(${[...postIds]}::uuid[]) and counted <> ${isActive} returning post_id
    )
    update post set like_count = like_count + ${stepOf(isActive)}, version = version + 1
    from settled where post.id = post_id returning ${moved}`,
  )

/** Counts settled comments in their threads, or takes them out. */
export const moveReplies = (em: EntityManager, isActive: boolean, settled: readonly Written[]) =>
  rows(
    em,
    sql`update comment set reply_count = reply_count + replies * ${stepOf(isActive)} from (
        select id, count(*)::int as replies from unnest(${settled.map(one => one.parentId)}::uuid[]) id group by id
      ) thread where comment.id = thread.id`,
  )

/** The same in their posts; returns the posts as they are counted then. */
export const moveComments = (em: EntityManager, isActive: boolean, settled: readonly Written[]) =>
  rows<Moved>(
    em,
    sql`update post set comment_count = comment_count + added * ${stepOf(isActive)}, version = version + 1 from (
        select id, count(*)::int as added from unnest(${settled.map(one => one.postId)}::uuid[]) id group by id
      ) counted where post.id = counted.id returning ${moved}`,
  )
