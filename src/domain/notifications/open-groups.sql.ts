import type { RawBuilder } from 'kysely'
import type { NotificationKind, SecurityKind } from '#contract'
import { type Entry, writingEntries } from '#core/events/log.sql'
import { type HandedJob, writingJobs } from '#core/events/outbox.sql'
import { compiledStatement, sql } from '#database'
import { jobs } from '#jobs'

/** What a user is notified of. Notices with the same `groupKey` share a row. */
export type Notice = {
  userId: string
  kind: NotificationKind
  groupKey: string
  postId?: string
  commentId?: string
  /** The user it is about, where no other row says. */
  aboutId?: string
  /** Of `security`. */
  security?: { what: SecurityKind; device: string; ip: string }
}

/** The time between two events of a group that grows. */
export const pace = '10 seconds'

/** A group that was opened or reopened, or, unless `opened`, that grows: `wait` seconds are left until its next event. */
export type Notified = { id: string; userId: string; opened: boolean; wait: number }

/**
 * The statement that opens or reopens the groups that a query names (user, kind, group key, post, comment, user it is about,
 * security; each once); it may be part of a larger statement. A group that is open and unread only grows, and one that grows
 * already is not touched: most likes of a popular post write nothing here.
 *
 * Plan: one look-up in `notification_group` per group.
 * Locks: the groups in the order of users and keys.
 * Hot: part of every batch of likes; see `npm run bench`.
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
  returning notification.id, notification.user_id as "userId", old.id is null or old.read_at is not null as opened,
    greatest(0, extract(epoch from notification.told_at + interval ${sql.lit(pace)} - now()))::float as wait`

/** Seconds between two jobs of one user: each publishes the groups that have grown by then. */
export const pause = 1

/** What a statement with `publishingGroups` has written, as JSON. */
export type Published = { entries: Entry[] | null; jobs: HandedJob[] | null }

/**
 * Publishes the groups of `notified`, rows of `openGroups`: expressions behind that one in a `with`, which write the entries of those
 * that were opened and the jobs of those that grow. `publishedGroups` selects them, after everything else that locks.
 *
 * Locks and plan: those of `writingJobs` and `writingEntries`. Part of every batch of likes and comments; see `npm run bench`.
 */
export const publishingGroups = sql`
    owed as materialized (
      select ${sql.lit(jobs['notification.grow'].id({ userId: '' }))} || "userId" as id, 'notification.grow' as job,
        jsonb_build_object('userId', "userId") as payload, greatest(${sql.lit(pause)}, min(wait)) as wait
      from notified where not opened group by "userId"
    ), ${writingJobs}, published as materialized (
      select "userId" as user_id, 'notifications' as stream, 'notification.created' as event,
        jsonb_build_object('notificationId', id) as refs, row_number() over () as ord
      from notified where opened
    ), ${writingEntries}`

/** Selects what `publishingGroups` has written. */
export const publishedGroups = sql`
    (select json_agg(handed) from handed where now) as jobs, (select json_agg(entries) from entries) as entries`

const groupsIn = (list: RawBuilder<unknown>) => sql`
      select "userId", kind, "groupKey", "postId", "commentId", "aboutId", security
      from jsonb_to_recordset(${list}) as notice ("userId" uuid, kind text, "groupKey" text,
        "postId" uuid, "commentId" uuid, "aboutId" uuid, security jsonb)`

/** Opens the groups of notices, of which no two have the same user and key. */
export const openGroupsOf = compiledStatement<Notified, { list: 'jsonb' }>({ list: 'jsonb' }, ({ list }) =>
  openGroups(groupsIn(list)),
)

/** Opens and publishes the groups of notices, of which no two have the same user and key. */
export const publishGroupsOf = compiledStatement<Published, { list: 'jsonb' }>(
  { list: 'jsonb' },
  ({ list }) => sql`with notified as (${openGroups(groupsIn(list))}), ${publishingGroups} select ${publishedGroups}`,
)
