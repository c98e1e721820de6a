import { ApiError, notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db, now } from '#database'
import { audit } from '#domain/moderation/audit'
import { viewReports } from '#views/reports'

export const resolveReport = plain('reports.resolve', async function resolveReport(input, ctx) {
  const { reportId, outcome, reason } = input
  const report = await db(ctx.em)
    .selectFrom('Report')
    .select('status')
    .where('id', '=', reportId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!report) throw notFound('report')
  if (report.status === 'resolved') throw new ApiError('conflict', 'This report is resolved already.')
  await db(ctx.em)
    .updateTable('Report')
    .set({ status: 'resolved', outcome, resolvedAt: now })
    .where('id', '=', reportId)
    .execute()
  await audit(ctx, { act: 'resolve_report', targetKind: 'report', targetId: reportId, reason })
  const [resolved] = await viewReports(ctx, [reportId])
  if (!resolved) throw notFound('report')
  return resolved
})
