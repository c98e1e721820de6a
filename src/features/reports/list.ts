import { plain } from '#core/pipeline/handler'
import { sql } from '#database/statement'
import { after, type Place, placeOf, viewPage } from '#views/page'
import { viewReports } from '#views/reports'

export const listReports = plain('reports.list', async ({ status, cursor, limit }, ctx) => {
  const query = sql<Place>`select created_at as at, id from report where status = ${status}
    ${after(placeOf(cursor), 'created_at', 'id')} order by created_at desc, id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, ids => viewReports(ctx, ids))
})
