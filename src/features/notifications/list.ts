import { isLeft } from '#access/actors'
import { plain } from '#core/pipeline/handler'
import { sql } from '#database/statement'
import { viewNotifications } from '#views/notifications'
import { after, type Place, placeOf, viewPage } from '#views/page'
import { seenBy } from '#views/view'

export const listNotifications = plain('notifications.list', async ({ cursor, limit }, ctx) => {
  const query = sql<Place>`select changed_at as at, id from notification where user_id = ${ctx.viewer.id}
    and ${isLeft} ${after(placeOf(cursor), 'changed_at', 'id')}
    order by changed_at desc, id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, ids => viewNotifications(ctx, seenBy(ctx.viewer.id, ids)))
})
