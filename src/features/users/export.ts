import { plain } from '#core/pipeline/handler'
import { ago, db } from '#database'
import { lockUsers } from '#domain/users/lock-users'
import { Export } from '#entities'
import { viewExport } from '#views/accounts'

export const exportData = plain('users.export', async function exportData(_, ctx) {
  const { em, viewer } = ctx
  // Two calls at once wait here for each other: the second returns the export that the first began.
  await lockUsers(em, [viewer.id])
  const newest = await db(em)
    .selectFrom('Export')
    .select('id')
    .where('userId', '=', viewer.id)
    .where('status', '!=', 'failed')
    .where('createdAt', '>', ago('24 hours'))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest) return viewExport(ctx, newest.id)
  const exportId = await em.insert(Export, { userId: viewer.id })
  ctx.enqueue('account.export', { exportId })
  return viewExport(ctx, exportId)
})
