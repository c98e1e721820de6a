import { seesPost } from '#access/visible-posts'
import type { Notification } from '#contract'
import { iso, isoOrNull, rows, sql } from '#entities/query'
import { viewComments } from './comment-view.ts'
import { viewPosts } from './post-view.ts'
import { viewUsers } from './user-view.ts'
import { inOrder, pairs, type View } from './view.ts'

type Found = {
  ord: string
  viewerId: string
  id: string
  kind: 'like' | 'comment' | 'reply' | 'follow' | 'follow_request'
  postId: string | null
  commentId: string | null
  actorIds: string[]
  actorCount: number
  createdAt: string
  readAt: string | null
}

/**
 * Who acted, newest first, of a row of `notification`: read from the likes, follows and comments themselves, so that
 * what was taken back counts no longer.
 */
const actors = sql`(
  select user_id as actor_id, created_at as at from post_like where notification.kind = 'like'
    and post_like.post_id = notification.post_id and user_id <> notification.user_id
    and created_at >= notification.opened_at
  union all
  select follower_id, created_at from follow where notification.kind in ('follow', 'follow_request')
    and followee_id = notification.user_id and created_at >= notification.opened_at
    and status = case notification.kind when 'follow' then 'following' else 'requested' end
  union all
  select author_id, created_at from comment where notification.kind in ('comment', 'reply')
    and comment.id = notification.comment_id
)`

/** Whether its owner may still see what a row of `notification` is about. */
const isVisible = sql<boolean>`(notification.post_id is null or exists (
  select 1 from post join users author on author.id = post.author_id
  where post.id = notification.post_id and ${seesPost(sql`notification.user_id`)}
))`

/** Whether anything is left to show of a row of `notification`. */
export const isLeft = sql<boolean>`(${isVisible} and exists (select 1 from ${actors} actor))`

/** How many of somebody's notifications are unread. */
export async function unreadCounts(ctx: View, userIds: readonly string[]): Promise<Map<string, number>> {
  const found = await rows<{ userId: string; unread: number }>(
    ctx.em,
    sql`select user_id as "userId", count(*)::int as unread from notification
      where user_id = any(${userIds}::uuid[]) and read_at is null and ${isLeft} group by user_id`,
  )
  return new Map(found.map(({ userId, unread }) => [userId, unread]))
}

/** Notifications, each for its owner; null where nothing is left of it. */
export async function viewNotifications(
  ctx: View,
  wanted: readonly { viewerId: string; id: string }[],
): Promise<(Notification | null)[]> {
  if (wanted.length === 0) return []
  const found = await rows<Found>(
    ctx.em,
    sql`select pair.ord, pair.viewer_id as "viewerId", notification.id, kind, notification.post_id as "postId",
      comment_id as "commentId", acted.ids as "actorIds", acted.count as "actorCount",
      changed_at as "createdAt", read_at as "readAt"
    from ${pairs(wanted)} join notification on notification.id = pair.id and notification.user_id = pair.viewer_id
    cross join lateral (
      select count(*)::int as count, (array_agg(actor_id order by at desc))[1:3] as ids from ${actors} actor
    ) acted
    where acted.count > 0 and ${isVisible}`,
  )
  const about = (id: string | null, viewerId: string) => (id === null ? [] : [{ viewerId, id }])
  const [users, posts, comments] = await Promise.all([
    viewUsers(
      ctx,
      found.flatMap(row => row.actorIds),
    ),
    byPair(
      found.flatMap(row => about(row.postId, row.viewerId)),
      list => viewPosts(ctx, list),
    ),
    byPair(
      found.flatMap(row => about(row.commentId, row.viewerId)),
      list => viewComments(ctx, list),
    ),
  ])
  return inOrder(wanted.length, found, row => ({
    id: row.id,
    kind: row.kind,
    actors: row.actorIds.flatMap(id => users.get(id) ?? []),
    actorCount: row.actorCount,
    post: posts.get(`${row.viewerId} ${row.postId}`) ?? null,
    comment: comments.get(`${row.viewerId} ${row.commentId}`) ?? null,
    createdAt: iso(row.createdAt),
    readAt: isoOrNull(row.readAt),
  }))
}

async function byPair<V>(
  list: { viewerId: string; id: string }[],
  view: (list: { viewerId: string; id: string }[]) => Promise<(V | null)[]>,
): Promise<Map<string, V | null>> {
  const seen = await view(list)
  return new Map(list.map(({ viewerId, id }, i) => [`${viewerId} ${id}`, seen[i] ?? null]))
}
