import type { HandlersOf } from '#core/pipeline/handler'
import { listReports } from './list.ts'
import { resolveReport } from './resolve.ts'

export const reports: HandlersOf<'reports'> = {
  'reports.list': listReports,
  'reports.resolve': resolveReport,
}
