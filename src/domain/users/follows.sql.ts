/**
 * Follows that come and go, with the counts on both sides, each in one statement.
 *
 * - Plan: `follow` by its primary key, `users` by theirs. One update moves the counts of an account, however many of the
 *   rows are about it.
 * - Locks: the accounts of both sides are locked before, in the order of their ids (`lockUsers`).
 * - Measured in `docs/performance.md`: 10,000 requests are accepted in 7.3 s, 500 to a transaction.
 */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { RawBuilder } from 'kysely'
import { rows, sql } from '#database/statement'

export type Tie = { followerId: string; followeeId: string }
export type FollowStatus = 'following' | 'requested'
/** That an account follows or unfollows another; whether the other was private when it was locked. */
export type Wish = Tie & { follow: boolean; isPrivate: boolean }
/** A follow that came or went; `grown` if by it the followee has the followers of a large account, and is not marked yet. */
export type ChangedFollow = Tie & { status: FollowStatus; isAdded: boolean; isPrivate: boolean; grown: boolean }

/** From this number of followers on, posts are merged into feeds when these are read. */
const largeFrom = 10_000

/** Carries out wishes that their followers may have, and returns the rows that came or went. */
export const changeFollows = (em: EntityManager, wishes: readonly Wish[]) =>
  rows<ChangedFollow>(
    em,
    sql`with wish as materialized (
      select "followerId" as follower_id, "followeeId" as followee_id, follow, "isPrivate" as is_private
      from jsonb_to_recordset(${JSON.stringify(wishes)}::jsonb)
        as wish ("followerId" uuid, "followeeId" uuid, follow boolean, "isPrivate" boolean)
    ), added as (
      insert into follow (follower_id, followee_id, status, followee_large)
      select follower_id, followee_id, case when wish.is_private then 'requested' else 'following' end, is_large
      from wish join users on users.id = followee_id where follow
      on conflict (follower_id, followee_id) do update set status = 'following', created_at = now()
        where follow.status = 'requested' and excluded.status = 'following'
      returning *
    ), removed as (
      delete from follow using wish where not wish.follow and follow.follower_id = wish.follower_id
        and follow.followee_id = wish.followee_id
      returning follow.*, wish.is_private
    ), changed as (
      select *, false as is_private, 1 as step from added union all select *, -1 from removed
    ), counted as (${moveCounts(sql`select * from changed where status = 'following'`)})
    select follower_id as "followerId", followee_id as "followeeId", status, step > 0 as "isAdded",
      is_private as "isPrivate", followee_id in (select id from counted where grown) as grown from changed`,
  )

/** Accepts the requests of some people to follow an account, with `ifPublic` only if it is public. */
export const acceptFollows = (
  em: EntityManager,
  followeeId: string,
  followerIds: readonly string[],
  { ifPublic }: { ifPublic: boolean },
) =>
  rows<{ followerId: string; grown: boolean }>(
    em,
    sql`with accepted as (
      update follow set status = 'following', created_at = now()
      where followee_id = ${followeeId}::uuid and status = 'requested'
        and follower_id = any(${[...followerIds]}::uuid[])
        and (not ${ifPublic}::boolean or exists (select 1 from users where id = followee_id and not is_private))
      returning *, 1 as step
    ), counted as (${moveCounts(sql`select * from accepted`)})
    select follower_id as "followerId", followee_id in (select id from counted where grown) as grown from accepted`,
  )

/** Deletes follows and requests, those of one status or of both (null), and returns them. */
export const endFollows = (em: EntityManager, ties: readonly Tie[], status: FollowStatus | null = null) =>
  rows<Tie & { status: FollowStatus }>(
    em,
    sql`with ended as (
      delete from follow using unnest(
        ${ties.map(tie => tie.followerId)}::uuid[], ${ties.map(tie => tie.followeeId)}::uuid[]
      ) as tie (follower_id, followee_id)
      where follow.follower_id = tie.follower_id and follow.followee_id = tie.followee_id
        and follow.status = coalesce(${status}, follow.status)
      returning follow.*, -1 as step
    ), counted as (${moveCounts(sql`select * from ended where status = 'following'`)})
    select follower_id as "followerId", followee_id as "followeeId", status from ended`,
  )

/** Moves the counts of both sides by rows of `follow` that came or went, with their `step` of 1 or -1. */
const moveCounts = (follows: RawBuilder<unknown>) => sql`
  update users set follower_count = follower_count + followers, following_count = following_count + followings
  from (
    select id, sum(followers)::int as followers, sum(followings)::int as followings from (
      select followee_id as id, case when follower_counted then step else 0 end as followers, 0 as followings
        from (${follows}) followed
      union all
      select follower_id, 0, case when followee_counted then step else 0 end from (${follows}) following
    ) each_step group by id
  ) steps where users.id = steps.id
  returning users.id, not is_large and follower_count >= ${largeFrom} as grown`

/** Marks accounts as large, and all who follow them or have requested to: once in the life of an account. */
export const markLarge = (em: EntityManager, ids: readonly string[]) =>
  rows(
    em,
    sql`with large as (update users set is_large = true where id = any(${[...ids]}::uuid[]) returning id)
      update follow set followee_large = true from large where followee_id = large.id and not followee_large`,
  )
