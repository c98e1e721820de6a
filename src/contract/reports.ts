import { z } from 'zod'
import { exampleTime, ids } from './examples.ts'
import { image } from './media.ts'
import { operation } from './operation.ts'
import { id, page, pageOf, text, time } from './primitives.ts'
import { ann, bob } from './users/examples.ts'
import { user } from './users/shapes.ts'

export const reportKind = z.enum(['user', 'post', 'comment', 'message'])

/** A report, as moderators see it. `subject` is what remains of the reported thing, with its author. */
const report = z.object({
  id,
  kind: reportKind,
  targetId: id,
  reason: z.string(),
  note: z.string(),
  reporter: user.nullable(),
  subject: z.object({ author: user, text: z.string(), images: z.array(image) }).nullable(),
  status: z.enum(['open', 'resolved']),
  outcome: z.enum(['dismissed', 'acted']).nullable(),
  createdAt: time,
  resolvedAt: time.nullable(),
})

const base = { namespace: 'users', access: 'moderator', kind: 'write', limit: 'write', errors: ['not_found'] } as const

const reason = text(500).default('').describe('Written to the audit table')

const exampleReport: z.infer<typeof report> = {
  id: ids.report,
  kind: 'comment',
  targetId: ids.comment,
  reason: 'spam',
  note: '',
  reporter: ann,
  subject: { author: bob, text: 'Cheap lamps!', images: [] },
  status: 'open',
  outcome: null,
  createdAt: exampleTime,
  resolvedAt: null,
}

export const reportOperations = {
  'reports.list': operation({
    ...base,
    kind: 'read',
    limit: 'read',
    summary: 'Returns the reports, newest first.',
    http: 'GET /v1/moderation/reports',
    input: z.object({ status: z.enum(['open', 'resolved']).default('open'), ...page }),
    output: pageOf(report),
    errors: [],
    example: { input: {}, output: { items: [exampleReport], nextCursor: null } },
  }),
  'reports.resolve': operation({
    ...base,
    summary: 'Closes a report: it was dismissed, or acted on.',
    http: 'POST /v1/moderation/reports/{reportId}/resolve',
    input: z.object({ reportId: id, outcome: z.enum(['dismissed', 'acted']), reason }),
    output: report,
    errors: ['not_found', 'conflict'],
    example: {
      input: { reportId: ids.report, outcome: 'acted' },
      output: { ...exampleReport, status: 'resolved', outcome: 'acted', resolvedAt: exampleTime },
    },
  }),
}
