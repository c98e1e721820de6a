import { plain } from '#core/pipeline/handler'
import { db, now, sql } from '#database'
import { unreadCounts } from '#views/notifications'

export const readNotifications = plain('notifications.read', async function readNotifications({ upTo }, ctx) {
  const { em, viewer } = ctx
  const read = await db(em)
    .updateTable('Notification')
    .set({ readAt: now })
    .where('id', 'in', eb =>
      eb
        .selectFrom('Notification')
        .select('Notification.id')
        .where('Notification.userId', '=', viewer.id)
        .where('Notification.readAt', 'is', null)
        .where('Notification.changedAt', '<=', sql<Date>`${upTo}::timestamptz`)
        .orderBy('Notification.groupKey')
        .forNoKeyUpdate(),
    )
    .returning('id')
    .execute()
  if (read.length > 0) ctx.publish('notification.read', { users: [viewer.id] }, { upTo })
  const counts = await unreadCounts(ctx, [viewer.id])
  return { unread: counts.get(viewer.id) ?? 0 }
})
