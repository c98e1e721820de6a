import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewAudit } from '#views/audit'

export const listAudit = paged('moderation.audit', {
  find: (_, { em }, page) => page.newestFirst(db(em).selectFrom('Audit'), 'Audit.at', 'Audit.id'),
  view: (ids, ctx) => viewAudit(ctx, ids),
})
