import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewReports } from '#views/reports'

export const listReports = paged('reports.list', {
  find: ({ status }, { em }, page) =>
    page.newestFirst(db(em).selectFrom('Report').where('Report.status', '=', status), 'Report.createdAt', 'Report.id'),
  view: (ids, ctx) => viewReports(ctx, ids),
})
