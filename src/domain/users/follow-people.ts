import { knows } from '#access/apart'
import { visibleUserIds } from '#access/users'
import type { OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import type { WriteContext } from '#core/pipeline/context'
import { invalid, notFound } from '#core/pipeline/errors'
import { rows, sql } from '#database/statement'
import { emptyFeeds, fillFeeds, type Tie } from '#domain/feed/fill-feeds'
import { notify } from '#domain/notifications/notify'
import { moveCounts } from './move-counts.ts'

type Following = { username: string; follow: boolean }
type Standing = 'following' | 'requested'
type Changed = Tie & { status: Standing; added: boolean; isPrivate: boolean }
type Wish = { follower_id: string; followee_id: string; follow: boolean }

/** Follows and unfollows, many at once, with exact counts on both sides. */
export const followPeople = batch<Following, OutputOf<'users.follow'>, OutputOf<'users.follow'>>({
  name: 'follows',
  about: ({ username }) => username.toLowerCase(),
  distinct: true,

  async run(items, ctx) {
    const followees = await visibleUserIds(
      ctx.em,
      items.map(({ viewer, input }) => ({ viewerId: viewer.id, username: input.username })),
    )
    const wishes = items.flatMap((item, i): Wish[] => {
      const followeeId = followees[i]
      if (!followeeId || followeeId === item.viewer.id) return []
      return [{ follower_id: item.viewer.id, followee_id: followeeId, follow: item.input.follow }]
    })
    const changed = wishes.length > 0 ? await change(ctx, wishes) : []
    await publishChanges(ctx, changed)
    const standing = wishes.length > 0 ? await standings(ctx, wishes) : new Map<string, Standing>()
    return items.map(({ viewer, input: { follow } }, i) => {
      const followeeId = followees[i]
      if (followeeId === viewer.id) return invalid({ username: 'is your own: nobody follows themselves' })
      const relation = standing.get(`${viewer.id} ${followeeId}`) ?? 'none'
      return followeeId && (relation !== 'none' || !follow) ? { relation } : notFound('user')
    })
  },

  view: async made => made.map(({ result }) => result),
})

async function change(ctx: WriteContext, wishes: readonly Wish[]): Promise<Changed[]> {
  const ids = [...new Set(wishes.flatMap(wish => [wish.follower_id, wish.followee_id]))]
  await rows(ctx.em, sql`select id from users where id = any(${ids}::uuid[]) order by id for no key update`)
  // Who is private or apart is asked again: it may have changed while the locks were waited for.
  return rows<Changed>(
    ctx.em,
    sql`with wish as materialized (
      select wish.*, users.is_private from jsonb_to_recordset(${JSON.stringify(wishes)}::jsonb)
        as wish (follower_id uuid, followee_id uuid, follow boolean) join users on users.id = wish.followee_id
      join users follower on follower.id = wish.follower_id and follower.status = 'active'
      where ${knows(sql`wish.follower_id`)}
    ), added as (
      insert into follow (follower_id, followee_id, status)
      select follower_id, followee_id, case when is_private then 'requested' else 'following' end
      from wish where follow
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
    select follower_id as "followerId", followee_id as "followeeId", status, step > 0 as added,
      is_private as "isPrivate" from changed`,
  )
}

async function publishChanges(ctx: WriteContext, changed: readonly Changed[]) {
  const moved = changed.filter(one => one.status === 'following')
  const following = moved.filter(one => one.added)
  const left = moved.filter(one => !one.added)
  if (following.length > 0) await fillFeeds(ctx.em, following)
  if (left.length > 0) await emptyFeeds(ctx.em, left)
  for (const { followerId, followeeId } of moved)
    for (const id of [followerId, followeeId]) ctx.changed('profile', id, { counts: true })
  for (const { followerId, followeeId, status, added } of changed) {
    const relation = added ? status : 'none'
    ctx.publish('follow.changed', { users: [followerId] }, { userId: followeeId, relation })
  }
  for (const { followerId, followeeId, isPrivate } of left) {
    if (isPrivate) ctx.invalidate({ kind: 'follow', subjectId: followerId, ownerId: followeeId })
  }
  await notify(
    ctx,
    changed.flatMap(({ followeeId, status, added }) => {
      const kind = status === 'following' ? 'follow' : 'follow_request'
      return added ? [{ userId: followeeId, kind, groupKey: kind } as const] : []
    }),
  )
}

async function standings(ctx: WriteContext, wishes: readonly Wish[]) {
  const found = await rows<{ followerId: string; followeeId: string; status: Standing }>(
    ctx.em,
    sql`select follower_id as "followerId", followee_id as "followeeId", status from follow
      where (follower_id, followee_id) in (select * from unnest(
        ${wishes.map(wish => wish.follower_id)}::uuid[], ${wishes.map(wish => wish.followee_id)}::uuid[]))`,
  )
  return new Map(found.map(one => [`${one.followerId} ${one.followeeId}`, one.status]))
}
