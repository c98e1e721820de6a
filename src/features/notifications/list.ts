import { canSeeNotification } from '#access/notifications'
import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewNotifications } from '#views/notifications'
import { seenBy } from '#views/view'

export const listNotifications = paged('notifications.list', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(
      db(em).selectFrom('Notification').where('Notification.userId', '=', viewer.id).where(canSeeNotification()),
      'Notification.changedAt',
      'Notification.id',
    ),
  view: (ids, ctx) => viewNotifications(ctx, seenBy(ctx.viewer.id, ids)),
})
