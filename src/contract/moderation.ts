import { z } from 'zod'
import { examples, ids } from './examples.ts'
import { operation } from './operation.ts'
import { id, idempotencyKey, image, nothing, page, pageOf, someText, text, time, user, usernameRef } from './shapes.ts'

export const reportKind = z.enum(['user', 'post', 'comment', 'message'])
export const moderationAct = z.enum(['resolve_report', 'remove_post', 'remove_comment', 'suspend', 'restore'])

/** What somebody has reported, as moderators see it. `subject` is what is left of it, whose it is included. */
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

/** One line of the audit table: who did what to what, and why. */
const auditEntry = z.object({
  id,
  moderator: user.nullable(),
  act: moderationAct,
  targetKind: z.enum(['user', 'post', 'comment', 'report']),
  targetId: id,
  reason: z.string(),
  at: time,
})

const base = { namespace: 'users', access: 'moderator', kind: 'write', limit: 'write', errors: ['not_found'] } as const
const reason = text(500).default('').describe('Written to the audit table')
const exampleReport: z.infer<typeof report> = {
  id: ids.report,
  kind: 'comment',
  targetId: ids.comment,
  reason: 'spam',
  note: '',
  reporter: examples.ann,
  subject: { author: examples.bob, text: 'Cheap lamps!', images: [] },
  status: 'open',
  outcome: null,
  createdAt: examples.at,
  resolvedAt: null,
}

export const moderation = {
  'users.report': operation({
    ...base,
    access: 'user',
    summary: 'Report somebody, a post, a comment or a message that one can see to the moderators. Nobody else is told.',
    http: 'POST /v1/reports',
    status: 201,
    idempotent: true,
    input: z.object({ kind: reportKind, id, reason: someText(60), note: text(1000).default(''), idempotencyKey }),
    output: z.object({ id, status: z.enum(['open', 'resolved']) }),
    errors: ['not_found', 'invalid', 'conflict'],
    example: {
      input: { kind: 'comment', id: ids.comment, reason: 'spam' },
      output: { id: ids.report, status: 'open' },
    },
  }),
  'reports.list': operation({
    ...base,
    kind: 'read',
    limit: 'read',
    summary: 'What has been reported, newest first.',
    http: 'GET /v1/moderation/reports',
    input: z.object({ status: z.enum(['open', 'resolved']).default('open'), ...page }),
    output: pageOf(report),
    errors: [],
    example: { input: {}, output: { items: [exampleReport], nextCursor: null } },
  }),
  'reports.resolve': operation({
    ...base,
    summary: 'Close a report: dismissed, or something was done about it.',
    http: 'POST /v1/moderation/reports/{reportId}/resolve',
    input: z.object({ reportId: id, outcome: z.enum(['dismissed', 'acted']), reason }),
    output: report,
    errors: ['not_found', 'conflict'],
    example: {
      input: { reportId: ids.report, outcome: 'acted' },
      output: { ...exampleReport, status: 'resolved', outcome: 'acted', resolvedAt: examples.at },
    },
  }),
  'moderation.removePost': operation({
    ...base,
    summary: 'Remove anybody’s post, with its photos, comments and likes.',
    http: 'DELETE /v1/moderation/posts/{postId}',
    input: z.object({ postId: id, reason }),
    output: nothing,
    example: { input: { postId: ids.post, reason: 'spam' }, output: {} },
  }),
  'moderation.removeComment': operation({
    ...base,
    summary: 'Remove anybody’s comment, with its replies.',
    http: 'DELETE /v1/moderation/comments/{commentId}',
    input: z.object({ commentId: id, reason }),
    output: nothing,
    example: { input: { commentId: ids.comment, reason: 'spam' }, output: {} },
  }),
  'moderation.suspend': operation({
    ...base,
    summary: 'Suspend an account: its sessions end, and nobody sees it until it is restored.',
    http: 'PUT /v1/moderation/users/{username}/suspension',
    input: z.object({ username: usernameRef, reason }),
    output: nothing,
    errors: ['not_found', 'forbidden'],
    example: { input: { username: 'bob', reason: 'spam' }, output: {} },
  }),
  'moderation.restore': operation({
    ...base,
    summary: 'Restore a suspended account.',
    http: 'DELETE /v1/moderation/users/{username}/suspension',
    input: z.object({ username: usernameRef, reason }),
    output: nothing,
    example: { input: { username: 'bob' }, output: {} },
  }),
  'moderation.audit': operation({
    ...base,
    kind: 'read',
    limit: 'read',
    summary: 'What moderators have done, newest first.',
    http: 'GET /v1/moderation/audit',
    input: z.object(page),
    output: pageOf(auditEntry),
    errors: [],
    example: {
      input: {},
      output: {
        items: [
          {
            id: ids.report,
            moderator: examples.ann,
            act: 'remove_comment',
            targetKind: 'comment',
            targetId: ids.comment,
            reason: 'spam',
            at: examples.at,
          },
        ],
        nextCursor: null,
      },
    },
  }),
}
