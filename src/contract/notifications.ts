import { z } from 'zod'
import { comment } from './comments/shapes.ts'
import { event } from './event.ts'
import { exampleTime, ids } from './examples.ts'
import { operation } from './operation.ts'
import { examplePost } from './posts/examples.ts'
import { post } from './posts/shapes.ts'
import { id, page, pageOf, time } from './primitives.ts'
import { bob } from './users/examples.ts'
import { user } from './users/shapes.ts'

/** A security event of an account. `device` and `ip` say where it came from, if it came from a device. */
export const securityKind = z.enum([
  'new_device',
  'password_changed',
  'contact_changed',
  'token_reused',
  'totp_enabled',
  'totp_disabled',
])
export type SecurityKind = z.infer<typeof securityKind>

const security = z.object({ what: securityKind, device: z.string(), ip: z.string() })

export const notification = z.object({
  id,
  kind: z.enum([
    'like',
    'comment',
    'reply',
    'mention',
    'tag',
    'follow',
    'follow_request',
    'follow_accepted',
    'comment_like',
    'message_request',
    'post_ready',
    'security',
  ]),
  actors: z.array(user),
  actorCount: z.int().describe('The number of users who acted since the group opened; counted up to 1,000'),
  post: post.nullable(),
  comment: comment.nullable(),
  security: security.nullable(),
  createdAt: time,
  readAt: time.nullable(),
})
export type NotificationKind = z.infer<typeof notification.shape.kind>
export type Notification = z.infer<typeof notification>

export const exampleNotification: Notification = {
  id: ids.notification,
  kind: 'like',
  actors: [bob],
  actorCount: 1,
  post: examplePost,
  comment: null,
  security: null,
  createdAt: exampleTime,
  readAt: null,
}

const base = { namespace: 'notifications', access: 'user', limit: 'read', kind: 'read', errors: [] } as const

const unread = z.object({ unread: z.int().describe('Counted up to 2,000') })

export const notificationOperations = {
  'notifications.list': operation({
    ...base,
    summary: "Returns the caller's notifications, newest first; likes of one post, and follows, are grouped into one.",
    http: 'GET /v1/notifications',
    input: z.object(page),
    output: pageOf(notification),
    example: { input: {}, output: { items: [exampleNotification], nextCursor: null } },
  }),
  'notifications.unread': operation({
    ...base,
    summary: 'Returns the number of unread notifications.',
    http: 'GET /v1/notifications/unread',
    input: z.object({}),
    output: unread,
    example: { input: {}, output: { unread: 1 } },
  }),
  'notifications.read': operation({
    ...base,
    kind: 'write',
    limit: 'write',
    summary: 'Marks the notifications created up to a time as read.',
    http: 'PUT /v1/notifications/read',
    input: z.object({ upTo: time.refine(at => at >= '0001', 'must be in the year 1 or later') }),
    output: unread,
    example: { input: { upTo: exampleTime }, output: { unread: 0 } },
  }),
}

export const notificationEvents = {
  'notification.created': event({
    summary: 'A notification is new, or its group has grown.',
    namespace: 'notifications',
    kind: 'durable',
    payload: z.object({ notification, unread: z.int() }),
    example: { notification: exampleNotification, unread: 1 },
  }),
  'notification.read': event({
    summary: 'Notifications have been read on a device of the recipient.',
    namespace: 'notifications',
    kind: 'durable',
    payload: z.object({ upTo: time, unread: z.int() }),
    example: { upTo: exampleTime, unread: 0 },
  }),
}
