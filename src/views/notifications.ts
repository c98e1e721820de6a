import { actors, isLeft, seesAbout } from '#access/actors'
import type { Notification } from '#contract'
import { iso, isoOrNull, rows, sql } from '#database/statement'
import { viewComments } from './comments.ts'
import { viewPosts } from './posts.ts'
import { pairs } from './raw.ts'
import { viewUsers } from './users.ts'
import { inOrder, type View } from './view.ts'

type Found = {
  ord: number
  viewerId: string
  id: string
  kind: Notification['kind']
  security: Notification['security']
  postId: string | null
  commentId: string | null
  actorIds: string[] | null
  actorCount: number
  createdAt: string
  readAt: string | null
}

/** So many unread notifications are counted: those of somebody who never looks at them are not all looked through. */
const maxCounted = 2000

/** How many of somebody's notifications are unread. */
export async function unreadCounts(ctx: View, userIds: readonly string[]): Promise<Map<string, number>> {
  const found = await rows<{ userId: string; unread: number }>(
    ctx.em,
    sql`select owner.id as "userId", (select count(*)::int from (
        select 1 from notification where user_id = owner.id and read_at is null and ${isLeft} limit ${sql.lit(maxCounted)}
      ) counted) as unread from unnest(${[...new Set(userIds)]}::uuid[]) owner (id)`,
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
    sql`select pair.ord, pair.viewer_id as "viewerId", notification.id, kind, notification.security, notification.post_id as "postId",
      comment_id as "commentId", acted.ids as "actorIds", acted.count as "actorCount",
      changed_at as "createdAt", read_at as "readAt"
    from ${pairs(wanted)} join notification on notification.id = pair.id and notification.user_id = pair.viewer_id
    cross join lateral (
      select count(*)::int as count, (array_agg(actor_id order by at desc))[1:3] as ids from ${actors} actor
    ) acted
    where notification.kind = 'security' or acted.count > 0 and ${seesAbout}`,
  )
  const about = (id: string | null, viewerId: string) => (id === null ? [] : [{ viewerId, id }])
  const [users, posts, comments] = await Promise.all([
    viewUsers(
      ctx,
      found.flatMap(row => row.actorIds ?? []),
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
    actors: (row.actorIds ?? []).flatMap(id => users.get(id) ?? []),
    actorCount: row.actorCount,
    post: posts.get(`${row.viewerId} ${row.postId}`) ?? null,
    comment: comments.get(`${row.viewerId} ${row.commentId}`) ?? null,
    security: row.security,
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
