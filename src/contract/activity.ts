import { z } from 'zod'
import { comment, exampleComment } from './comments/shapes.ts'
import { event } from './event.ts'
import { exampleTime, ids } from './examples.ts'
import { operation } from './operation.ts'
import { examplePost } from './posts/examples.ts'
import { post } from './posts/shapes.ts'
import { id, idempotencyKey, nothing, page, pageOf, time } from './primitives.ts'
import { user } from './users/shapes.ts'

/** What a user did, and `received`: what others did to their posts. */
export const activityKind = z.enum(['like', 'comment', 'follow', 'signIn', 'received'])
export type ActivityKind = z.infer<typeof activityKind>

export const activity = z.object({
  id,
  kind: activityKind,
  at: time,
  post: post.nullable().describe('The post concerned; null where there is none, or the caller can no longer see it'),
  comment: comment.nullable().describe('The comment written, liked or received'),
  user: user.nullable().describe('The user followed; of what is received, the user who acted'),
  signIn: z.object({ device: z.string(), ip: z.string() }).nullable(),
})
export type Activity = z.infer<typeof activity>

export const exampleActivity: Activity = {
  id: ids.activity,
  kind: 'comment',
  at: exampleTime,
  post: examplePost,
  comment: exampleComment,
  user: null,
  signIn: null,
}

const jobId = id
const clearing = z.object({
  jobId,
  kind: activityKind.nullable(),
  before: time,
  removed: z.int().describe('How many likes, comments and follows have been undone so far'),
  done: z.boolean(),
})
const exampleClearing = { jobId: ids.clearing, kind: 'like' as const, before: exampleTime, removed: 120, done: true }

const read = {
  namespace: 'notifications',
  access: 'user',
  limit: 'read',
  kind: 'read',
  errors: ['not_found'],
} as const

const write = { ...read, kind: 'write', limit: 'write' } as const

export const activityOperations = {
  'activity.mine': operation({
    ...read,
    summary:
      "Returns what the caller did (likes, comments, follows, sign-ins) and `received`: likes and comments of others on the caller's posts. Newest first.",
    http: 'GET /v1/me/activity',
    input: z.object({
      kind: activityKind.optional(),
      from: time.optional().describe('Nothing older'),
      to: time.optional().describe('Only what is older'),
      ...page,
    }),
    output: pageOf(activity),
    errors: [],
    example: { input: { kind: 'comment' }, output: { items: [exampleActivity], nextCursor: null } },
  }),
  'activity.remove': operation({
    ...write,
    summary:
      "Removes an entry. The caller's own like, comment or follow is undone; a sign-in or what others did is only hidden from this list.",
    http: 'DELETE /v1/me/activity/{activityId}',
    input: z.object({ activityId: id }),
    output: nothing,
    example: { input: { activityId: ids.activity }, output: {} },
  }),
  'activity.clear': operation({
    ...write,
    summary:
      'Removes all activity, or that of one kind or before a time, in the background; ends with `activity.cleared`. What happens after the request stays.',
    http: 'POST /v1/me/activity/clear',
    status: 202,
    idempotent: true,
    input: z.object({ kind: activityKind.optional(), before: time.optional(), idempotencyKey }),
    output: z.object({ jobId }),
    errors: ['conflict'],
    example: { input: { kind: 'like' }, output: { jobId: ids.clearing } },
  }),
  'activity.clearing': operation({
    ...read,
    summary: 'Returns how far a request to remove activity is. A finished one is kept until a later one covers it.',
    http: 'GET /v1/me/activity/clear/{jobId}',
    input: z.object({ jobId }),
    output: clearing,
    example: { input: { jobId: ids.clearing }, output: exampleClearing },
  }),
}

export const activityEvents = {
  'activity.cleared': event({
    summary: 'A request to remove activity is done.',
    namespace: 'notifications',
    kind: 'durable',
    payload: clearing,
    example: exampleClearing,
  }),
}
