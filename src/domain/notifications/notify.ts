import type { WriteContext } from '#core/pipeline/context'
import { after, ago, db, literal, now, secondsUntil } from '#database'
import {
  type Notice,
  type Notified,
  openGroupsOf,
  type Published,
  pace,
  pause,
  publishGroupsOf,
} from './open-groups.sql.ts'

export { type Notice, openGroups, type Published, publishedGroups, publishingGroups } from './open-groups.sql.ts'

/** Opens or reopens the groups of these notices and publishes them to their owners; see `openGroups`. */
export async function notify(ctx: WriteContext, notices: readonly Notice[]) {
  if (notices.length > 0) publishNotified(ctx, await openGroupsOf(ctx.em, { list: groupsOf(notices) }))
}

/** The same in one statement, for a transaction that locks nothing afterwards: it locks the heads of the owners' logs. */
export async function notifyLast(ctx: WriteContext, notices: readonly Notice[]) {
  if (notices.length === 0) return
  const [published] = await publishGroupsOf(ctx.em, { list: groupsOf(notices) })
  if (published) wrotePublished(ctx, published)
}

const groupsOf = (notices: readonly Notice[]) => [
  ...new Map(notices.map(notice => [`${notice.userId} ${notice.groupKey}`, notice])).values(),
]

/** Releases what a statement has published itself. */
export const wrotePublished = (ctx: WriteContext, { entries, jobs }: Published) =>
  ctx.wrote({
    entries: (entries ?? []).map(entry => ({ ...entry, at: new Date(entry.at).toISOString() })),
    jobs: jobs ?? [],
  })

/** Publishes groups that were opened at once, and those that grow by a delayed job: at most every ten seconds. */
function publishNotified(ctx: WriteContext, notified: readonly Notified[]) {
  for (const { id, userId, opened, wait } of notified) {
    if (opened) ctx.publish('notification.created', { users: [userId] }, { notificationId: id })
    else ctx.enqueue('notification.grow', { userId }, { inSeconds: Math.max(pause, wait) })
  }
}

/** Groups published at a time. */
const maxPublished = 500

/** Publishes to a user how far their unread groups have grown, each at most once in ten seconds; the rest by a later job. */
export async function publishGrowth(ctx: WriteContext, userId: string) {
  const grown = await db(ctx.em)
    .updateTable('Notification')
    .set(eb => ({
      growing: false,
      toldAt: now,
      changedAt: eb.case().when('readAt', 'is', null).then(now).else(eb.ref('changedAt')).end(),
    }))
    .where('id', 'in', eb =>
      eb
        .selectFrom('Notification')
        .select('Notification.id')
        .where('Notification.userId', '=', userId)
        .where('Notification.growing', '=', literal(true))
        .where('Notification.toldAt', '<=', ago(pace))
        .orderBy('Notification.groupKey')
        .limit(maxPublished)
        .forNoKeyUpdate(),
    )
    .returning(['id', 'readAt'])
    .execute()
  for (const { id, readAt } of grown) {
    if (readAt === null) ctx.publish('notification.created', { users: [userId] }, { notificationId: id })
  }
  const { wait } = await db(ctx.em)
    .selectFrom('Notification')
    .select(eb => secondsUntil(after(eb.fn.min('toldAt'), pace)).as('wait'))
    .where('userId', '=', userId)
    .where('growing', '=', literal(true))
    .executeTakeFirstOrThrow()
  const least = grown.length < maxPublished ? pause : 0
  if (wait !== null) ctx.enqueue('notification.grow', { userId }, { inSeconds: Math.max(least, wait) })
}
