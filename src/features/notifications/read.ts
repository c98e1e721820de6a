import { plain } from '#core/pipeline/handler'
import { rows, sql } from '#database/statement'
import { unreadCounts } from '#views/notifications'

export const readNotifications = plain('notifications.read', async ({ upTo }, ctx) => {
  const read = await rows(
    ctx.em,
    sql`update notification set read_at = now() where id in (
      select id from notification where user_id = ${ctx.viewer.id} and read_at is null and changed_at <= ${upTo}::timestamptz
      order by group_key for no key update) returning id`,
  )
  if (read.length > 0) ctx.publish('notification.read', { users: [ctx.viewer.id] }, { upTo })
  const counts = await unreadCounts(ctx, [ctx.viewer.id])
  return { unread: counts.get(ctx.viewer.id) ?? 0 }
})
