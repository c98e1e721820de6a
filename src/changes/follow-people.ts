import { findPeople } from '#access/people'
import type { OutputOf } from '#contract'
import { lane } from '#core/combine'
import type { Writing } from '#core/context'
import { invalid, refuse } from '#core/refusal'
import { rows, sql } from '#entities/query'
import { notify } from './notify.ts'

type Following = { username: string; follow: boolean }
type Changed = { followerId: string; followeeId: string; status: 'following' | 'requested'; added: boolean }
type Wish = { followerId: string; followeeId: string; follow: boolean; isPrivate: boolean }

/** From so many followers on, posts are merged into feeds when these are read. */
const largeFrom = 10_000
/** How many posts of somebody newly followed come into the feed at once. */
export const backfill = 50

/** Follows and unfollows, many at once, with exact counts on both sides. */
export const followPeople = lane<Following, OutputOf<'users.follow'>, OutputOf<'users.follow'>>({
  name: 'follows',
  about: ({ username }) => username.toLowerCase(),
  distinct: true,

  async run(items, ctx) {
    const people = await findPeople(
      ctx.em,
      items.map(item => item.input.username),
    )
    const wishes = items.flatMap((item, i): Wish[] => {
      const person = people[i]
      if (!person || person.id === item.viewer.id) return []
      return [
        { followerId: item.viewer.id, followeeId: person.id, follow: item.input.follow, isPrivate: person.isPrivate },
      ]
    })
    const changed = wishes.length > 0 ? await change(ctx, wishes) : []
    await tellChanges(ctx, changed, wishes)
    const standing = wishes.length > 0 ? await standings(ctx, wishes) : new Map<string, 'following' | 'requested'>()
    return items.map((item, i) => {
      const person = people[i]
      if (!person) return refuse('not_found', 'There is nobody of that name.')
      if (person.id === item.viewer.id) return invalid({ username: 'is your own: nobody follows themselves' })
      return { relation: standing.get(`${item.viewer.id} ${person.id}`) ?? 'none' }
    })
  },

  view: async made => made.map(({ result }) => result),
})

async function change(ctx: Writing, wishes: readonly Wish[]): Promise<Changed[]> {
  const ids = [...new Set(wishes.flatMap(wish => [wish.followerId, wish.followeeId]))]
  await rows(ctx.em, sql`select id from users where id = any(${ids}::uuid[]) order by id for no key update`)
  return rows<Changed>(
    ctx.em,
    sql`with wish as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(wishes)}::jsonb)
        as wish ("followerId" uuid, "followeeId" uuid, follow boolean, "isPrivate" boolean)
    ), added as (
      insert into follow (follower_id, followee_id, status)
      select "followerId", "followeeId", case when users.is_private then 'requested' else 'following' end
      from wish join users on users.id = "followeeId" where follow
      on conflict do nothing returning follower_id, followee_id, status
    ), removed as (
      delete from follow using wish where not wish.follow and follower_id = "followerId" and followee_id = "followeeId"
      returning follower_id, followee_id, status
    ), changed as (
      select *, true as added from added union all select *, false from removed
    ), steps as (
      select id, sum(followers)::int as followers, sum(followings)::int as followings from (
        select followee_id as id, case when added then 1 else -1 end as followers, 0 as followings
          from changed where status = 'following'
        union all
        select follower_id, 0, case when added then 1 else -1 end from changed where status = 'following'
      ) each_step group by id
    ), counted as (
      update users set follower_count = follower_count + followers, following_count = following_count + followings,
        is_large = is_large or follower_count + followers >= ${largeFrom}
      from steps where users.id = steps.id
    )
    select follower_id as "followerId", followee_id as "followeeId", status, added from changed`,
  )
}

async function tellChanges(ctx: Writing, changed: readonly Changed[], wishes: readonly Wish[]) {
  const following = changed.filter(one => one.added && one.status === 'following')
  const left = changed.filter(one => !one.added && one.status === 'following')
  if (following.length > 0) await fillFeeds(ctx, following)
  if (left.length > 0) await emptyFeeds(ctx, left)
  for (const { followerId, followeeId, status, added } of changed) {
    const relation = added ? status : 'none'
    ctx.tell('follow.changed', { users: [followerId] }, { userId: followeeId, relation })
  }
  const isPrivate = new Set(wishes.filter(wish => wish.isPrivate).map(wish => wish.followeeId))
  for (const { followerId, followeeId } of left) {
    if (isPrivate.has(followeeId)) ctx.invalidate({ kind: 'access', subjectId: followerId, ownerId: followeeId })
  }
  await notify(
    ctx,
    changed.flatMap(({ followeeId, status, added }) => {
      const kind = status === 'following' ? 'follow' : 'follow_request'
      return added ? [{ userId: followeeId, kind, groupKey: kind } as const] : []
    }),
  )
}

const ties = (list: readonly Changed[]) => sql`unnest(${list.map(one => one.followerId)}::uuid[],
  ${list.map(one => one.followeeId)}::uuid[]) as tie (follower_id, followee_id)`

const fillFeeds = (ctx: Writing, list: readonly Changed[]) =>
  rows(
    ctx.em,
    sql`insert into feed_entry (owner_id, post_id, author_id, published_at)
      select follower_id, recent.id, recent.author_id, recent.published_at from ${ties(list)} cross join lateral (
        select id, author_id, published_at from post where author_id = followee_id and status = 'published'
        order by published_at desc, id desc limit ${backfill}
      ) recent on conflict do nothing`,
  )

const emptyFeeds = (ctx: Writing, list: readonly Changed[]) =>
  rows(ctx.em, sql`delete from feed_entry using ${ties(list)} where owner_id = follower_id and author_id = followee_id`)

async function standings(ctx: Writing, wishes: readonly Wish[]) {
  const found = await rows<{ followerId: string; followeeId: string; status: 'following' | 'requested' }>(
    ctx.em,
    sql`select follower_id as "followerId", followee_id as "followeeId", status from follow
      where (follower_id, followee_id) in (select * from unnest(
        ${wishes.map(wish => wish.followerId)}::uuid[], ${wishes.map(wish => wish.followeeId)}::uuid[]))`,
  )
  return new Map(found.map(one => [`${one.followerId} ${one.followeeId}`, one.status]))
}
