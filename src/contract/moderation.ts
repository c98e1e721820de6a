import { z } from 'zod'
import { exampleTime, ids } from './examples.ts'
import { operation } from './operation.ts'
import { id, nothing, page, pageOf, text, time } from './primitives.ts'
import { ann } from './users/examples.ts'
import { user, usernameRef } from './users/shapes.ts'

export const moderationAct = z.enum(['resolve_report', 'remove_post', 'remove_comment', 'suspend', 'restore'])

/** A row of the audit table: who did what to what, and why. */
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

export const moderationOperations = {
  'moderation.removePost': operation({
    ...base,
    summary: 'Removes a post of any user, with its photos, comments and likes.',
    http: 'DELETE /v1/moderation/posts/{postId}',
    input: z.object({ postId: id, reason }),
    output: nothing,
    example: { input: { postId: ids.post, reason: 'spam' }, output: {} },
  }),
  'moderation.removeComment': operation({
    ...base,
    summary: 'Removes a comment of any user, with its replies.',
    http: 'DELETE /v1/moderation/comments/{commentId}',
    input: z.object({ commentId: id, reason }),
    output: nothing,
    example: { input: { commentId: ids.comment, reason: 'spam' }, output: {} },
  }),
  'moderation.suspend': operation({
    ...base,
    summary: 'Suspends an account: its sessions end, and nobody sees it until it is restored.',
    http: 'PUT /v1/moderation/users/{username}/suspension',
    input: z.object({ username: usernameRef, reason }),
    output: nothing,
    errors: ['not_found', 'forbidden'],
    example: { input: { username: 'bob', reason: 'spam' }, output: {} },
  }),
  'moderation.restore': operation({
    ...base,
    summary: 'Restores a suspended account.',
    http: 'DELETE /v1/moderation/users/{username}/suspension',
    input: z.object({ username: usernameRef, reason }),
    output: nothing,
    example: { input: { username: 'bob' }, output: {} },
  }),
  'moderation.audit': operation({
    ...base,
    kind: 'read',
    limit: 'read',
    summary: 'Returns the actions of moderators, newest first.',
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
            moderator: ann,
            act: 'remove_comment',
            targetKind: 'comment',
            targetId: ids.comment,
            reason: 'spam',
            at: exampleTime,
          },
        ],
        nextCursor: null,
      },
    },
  }),
}
