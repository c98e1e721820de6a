import { plain } from '#core/pipeline/handler'
import { sql } from '#database/statement'
import { viewAudit } from '#views/audit'
import { after, type Place, placeOf, viewPage } from '#views/page'

export const listAudit = plain('moderation.audit', async ({ cursor, limit }, ctx) => {
  const query = sql<Place>`select at, id from audit where true ${after(placeOf(cursor), 'at', 'id')}
    order by at desc, id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, ids => viewAudit(ctx, ids))
})
