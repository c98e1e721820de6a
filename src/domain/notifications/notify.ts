import type { RawBuilder } from 'kysely'
import type { SecurityKind } from '#contract'
import type { WriteContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'

/** What somebody is to be notified of. Those with the same `groupKey` share a row. */
export type Notice = {
  userId: string
  kind: 'like' | 'comment' | 'reply' | 'follow' | 'follow_request' | 'follow_accepted' | 'security'
  groupKey: string
  postId?: string
  commentId?: string
  /** The person it is about, where no other row says. */
  aboutId?: string
  /** Of `security`. */
  security?: { what: SecurityKind; device: string; ip: string }
}

/** Seconds between two tellings of a group that grows. */
const pace = 10

/** Opens or reopens the groups of these notices and tells their owners; see `openGroups`. */
export async function notify(ctx: WriteContext, notices: readonly Notice[]) {
  if (notices.length === 0) return
  const groups = [...new Map(notices.map(notice => [`${notice.userId} ${notice.groupKey}`, notice])).values()]
  const opened = openGroups(sql`
    select "userId", kind, "groupKey", "postId", "commentId", "aboutId", security from jsonb_to_recordset(${JSON.stringify(groups)}::jsonb)
      as notice ("userId" uuid, kind text, "groupKey" text, "postId" uuid, "commentId" uuid, "aboutId" uuid,
        security jsonb)`)
  publishNotified(ctx, await rows(ctx.em, opened))
}

export type Notified = { id: string; userId: string; told: boolean; wait: number }

/**
 * The statement that opens or reopens the groups that a query names (user, kind, group key, post, comment, person,
 * security; each once); it may be part of a larger one. A group that is open and unread only grows.
 */
export const openGroups = (groups: RawBuilder<unknown>) => sql<Notified>`
  insert into notification (user_id, kind, group_key, post_id, comment_id, about_id, security) ${groups} order by 1, 3
  on conflict (user_id, group_key) do update set
    read_at = null,
    opened_at = case when notification.read_at is null then notification.opened_at else now() end,
    changed_at = case when notification.read_at is null then notification.changed_at else now() end,
    told_at = case when notification.read_at is null then notification.told_at else now() end,
    growing = notification.growing or notification.read_at is null
  where notification.read_at is not null or not notification.growing
  returning notification.id, notification.user_id as "userId", old.id is null or old.read_at is not null as told,
    greatest(0, ${pace} - extract(epoch from now() - notification.told_at))::float as wait`

/** Tells of what was opened at once, and of what grows by a delayed task: at most every ten seconds. */
export function publishNotified(ctx: WriteContext, touched: readonly Notified[]) {
  for (const { id, userId, told, wait } of touched) {
    if (told) ctx.publish('notification.created', { users: [userId] }, { notificationId: id })
    else ctx.enqueue('notification.grow', { userId }, { inSeconds: wait })
  }
}

/** So many groups are told of at a time. */
const maxPublished = 500

/** Tells somebody how far their unread groups have grown, each at most once in ten seconds; the rest later. */
export async function publishGrowth(ctx: WriteContext, userId: string) {
  const grown = await rows<{ id: string; unread: boolean }>(
    ctx.em,
    sql`update notification set growing = false, told_at = now(),
        changed_at = case when read_at is null then now() else changed_at end
      where id in (
        select id from notification where user_id = ${userId} and growing
          and told_at <= now() - ${pace} * interval '1 second'
        order by group_key limit ${maxPublished} for no key update
      ) returning id, read_at is null as unread`,
  )
  for (const { id, unread } of grown) {
    if (unread) ctx.publish('notification.created', { users: [userId] }, { notificationId: id })
  }
  const left = await row<{ wait: number | null }>(
    ctx.em,
    sql`select extract(epoch from min(told_at) + ${pace} * interval '1 second' - now())::float as wait
      from notification where user_id = ${userId} and growing`,
  )
  if (left?.wait != null) ctx.enqueue('notification.grow', { userId }, { inSeconds: Math.max(0, left.wait) })
}
