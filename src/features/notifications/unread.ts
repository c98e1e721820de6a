import { plain } from '#core/pipeline/handler'
import { unreadCounts } from '#views/notifications'

export const countUnread = plain('notifications.unread', async function countUnread(_, ctx) {
  const counts = await unreadCounts(ctx, [ctx.viewer.id])
  return { unread: counts.get(ctx.viewer.id) ?? 0 }
})
