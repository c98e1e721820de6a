import { ApiError, notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { audit } from '#domain/moderation/audit'
import { viewReports } from '#views/reports'

export const resolveReport = plain('reports.resolve', async ({ reportId, outcome, reason }, ctx) => {
  const report = await row<{ status: string }>(
    ctx.em,
    sql`select status from report where id = ${reportId} for no key update`,
  )
  if (report === null) throw notFound('report')
  if (report.status === 'resolved') throw new ApiError('conflict', 'This report is resolved already.')
  await row(
    ctx.em,
    sql`update report set status = 'resolved', outcome = ${outcome}, resolved_at = now() where id = ${reportId}`,
  )
  await audit(ctx, { act: 'resolve_report', targetKind: 'report', targetId: reportId, reason })
  const [resolved] = await viewReports(ctx, [reportId])
  if (!resolved) throw notFound('report')
  return resolved
})
