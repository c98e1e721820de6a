import type { WriteContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'

/** So many rows of each kind in one transaction: whoever likes one of these posts meanwhile waits for no longer. */
const atOnce = 2000

type Written = { id: string; postId: string; parentId: string | null }
type Tie = { followerId: string; followeeId: string }
type Moved = { id: string; likes: number; comments: number; shares: number; version: number }

const moved = sql`post.id, like_count as likes, comment_count as comments, share_count as shares, version`

/**
 * Takes what somebody likes, writes and follows, and that they are followed, out of the counts of others, or puts it
 * back: as the account is, active or not. Each row says whether it is counted, so that this may stop and go on anywhere.
 * Answers whether there may be more. It locks accounts in their order: it comes before anything else that writes to them.
 */
export async function settleCounts(ctx: WriteContext, userId: string): Promise<boolean> {
  const account = await row<{ active: boolean }>(
    ctx.em,
    sql`select status = 'active' as active from users where id = ${userId}`,
  )
  if (account === null) return false
  const { active } = account
  const ties = await findTies(ctx, userId, active)
  const ids = [...new Set([userId, ...ties.flatMap(tie => [tie.followerId, tie.followeeId])])]
  const locked = await rows<{ id: string; active: boolean }>(
    ctx.em,
    sql`select id, status = 'active' as active from users where id = any(${ids}::uuid[])
      order by id for no key update`,
  )
  // Suspended, restored, deleted or taken back since: begun anew.
  if (locked.find(one => one.id === userId)?.active !== active) return true
  const likes = await findLikes(ctx, userId, active)
  const comments = await findComments(ctx, userId, active)
  const posts = await lockPosts(ctx, [...likes, ...comments])
  await settleTies(ctx, userId, active, ties)
  await settleLikes(ctx, userId, active, posts)
  await settleComments(ctx, active, comments)
  return [ties, likes, comments].some(found => found.length >= atOnce)
}

const findLikes = (ctx: WriteContext, userId: string, active: boolean) =>
  rows<{ postId: string }>(
    ctx.em,
    sql`select post_id as "postId" from post_like where user_id = ${userId} and counted <> ${active} limit ${atOnce}`,
  )

const findComments = (ctx: WriteContext, userId: string, active: boolean) =>
  rows<Written>(
    ctx.em,
    sql`select id, post_id as "postId", parent_id as "parentId" from comment
      where author_id = ${userId} and counted <> ${active} limit ${atOnce}`,
  )

const findTies = (ctx: WriteContext, userId: string, active: boolean) =>
  rows<Tie>(
    ctx.em,
    sql`(select follower_id as "followerId", followee_id as "followeeId" from follow
        where follower_id = ${userId} and follower_counted <> ${active} limit ${atOnce})
      union all (select follower_id, followee_id from follow
        where followee_id = ${userId} and followee_counted <> ${active} limit ${atOnce})`,
  )

async function settleTies(ctx: WriteContext, userId: string, active: boolean, ties: readonly Tie[]) {
  if (ties.length === 0) return
  const changed = await rows<{ id: string }>(
    ctx.em,
    sql`with tie as (
      select * from unnest(${ties.map(one => one.followerId)}::uuid[], ${ties.map(one => one.followeeId)}::uuid[])
        as tie (follower_id, followee_id)
    ), settled as (
      update follow set follower_counted = case when follow.follower_id = ${userId} then ${active} else follower_counted end,
        followee_counted = case when follow.followee_id = ${userId} then ${active} else followee_counted end
      from tie where follow.follower_id = tie.follower_id and follow.followee_id = tie.followee_id and ${active}
        <> case when follow.follower_id = ${userId} then follower_counted else followee_counted end
      returning follow.follower_id, follow.followee_id, follow.status
    ), steps as (
      select other, count(*) filter (where other = followee_id)::int * ${stepOf(active)}::int as followers,
        count(*) filter (where other = follower_id)::int * ${stepOf(active)}::int as followings
      from (
        select *, case when follower_id = ${userId} then followee_id else follower_id end as other from settled
      ) tied where status = 'following' group by other
    )
    update users set follower_count = follower_count + followers, following_count = following_count + followings
    from steps where users.id = other returning users.id`,
  )
  for (const { id } of changed) ctx.changed('profile', id, { counts: true })
}

async function settleLikes(ctx: WriteContext, userId: string, active: boolean, ids: readonly string[]) {
  if (ids.length === 0) return
  const posts = await rows<Moved>(
    ctx.em,
    sql`with settled as (
      update post_like set counted = ${active}
      where user_id = ${userId} and post_id = any(${ids}::uuid[]) and counted <> ${active} returning post_id
    )
    update post set like_count = like_count + ${stepOf(active)}::int, version = version + 1
    from settled where post.id = post_id returning ${moved}`,
  )
  for (const { id, version, ...counts } of posts) ctx.changed('post', id, { version, counts })
}

async function settleComments(ctx: WriteContext, active: boolean, written: readonly Written[]) {
  if (written.length === 0) return
  const threads = written.flatMap(({ id, parentId }) => (parentId === null ? [id] : [id, parentId]))
  await rows(ctx.em, sql`select id from comment where id = any(${threads}::uuid[]) order by id for no key update`)
  const settled = await rows<Written>(
    ctx.em,
    sql`update comment set counted = ${active}
      where id = any(${written.map(one => one.id)}::uuid[]) and counted <> ${active}
      returning id, post_id as "postId", parent_id as "parentId"`,
  )
  await rows(
    ctx.em,
    sql`update comment set reply_count = reply_count + replies * ${stepOf(active)}::int from (
        select id, count(*)::int as replies from unnest(${settled.map(one => one.parentId)}::uuid[]) id group by id
      ) thread where comment.id = thread.id`,
  )
  const posts = await rows<Moved>(
    ctx.em,
    sql`update post set comment_count = comment_count + added * ${stepOf(active)}::int, version = version + 1 from (
        select id, count(*)::int as added from unnest(${settled.map(one => one.postId)}::uuid[]) id group by id
      ) counted where post.id = counted.id returning ${moved}`,
  )
  const byPost = Map.groupBy(settled, one => one.postId)
  for (const { id, version, ...counts } of posts) {
    const hidden = active ? [] : (byPost.get(id) ?? []).map(one => one.id)
    ctx.changed('post', id, { version, counts, removedCommentIds: hidden })
  }
}

const stepOf = (active: boolean) => (active ? 1 : -1)

async function lockPosts(ctx: WriteContext, about: readonly { postId: string }[]) {
  const ids = about.map(one => one.postId)
  const locked = await rows<{ id: string }>(
    ctx.em,
    sql`select id from post where id = any(${[...new Set(ids)]}::uuid[]) order by id for no key update`,
  )
  return locked.map(one => one.id)
}
