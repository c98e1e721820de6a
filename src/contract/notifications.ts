import { z } from 'zod'
import { event } from './event.ts'
import { examples } from './examples.ts'
import { type namespaces, operation } from './operation.ts'
import { notification, page, pageOf, time } from './shapes.ts'

/** The namespaces that have durable events: each is a log of its own. */
export const streams = ['messages', 'notifications', 'users'] as const satisfies readonly (typeof namespaces)[number][]
export type Stream = (typeof streams)[number]

const base = { namespace: 'notifications', access: 'user', limit: 'read', kind: 'read', errors: [] } as const
const unread = z.object({ unread: z.int().describe('At most 2,000 are counted') })

export const notifications = {
  'notifications.list': operation({
    ...base,
    summary: 'What happened to one, newest first; likes of one post and follows are one row each.',
    http: 'GET /v1/notifications',
    input: z.object(page),
    output: pageOf(notification),
    example: { input: {}, output: { items: [examples.notification], nextCursor: null } },
  }),
  'notifications.unread': operation({
    ...base,
    summary: 'How many notifications are unread.',
    http: 'GET /v1/notifications/unread',
    input: z.object({}),
    output: unread,
    example: { input: {}, output: { unread: 1 } },
  }),
  'notifications.read': operation({
    ...base,
    kind: 'write',
    limit: 'write',
    summary: 'Mark as read what was created up to a time.',
    http: 'PUT /v1/notifications/read',
    input: z.object({ upTo: time.refine(at => at >= '0001', 'must be in the year 1 or later') }),
    output: unread,
    example: { input: { upTo: examples.at }, output: { unread: 0 } },
  }),
  'log.since': operation({
    ...base,
    namespace: streams,
    namespaceField: 'stream',
    summary:
      'What the log of a namespace holds after a number. An entry that may no longer be seen is `log.void`; `reset` means that the log no longer reaches back that far and state is to be loaded anew.',
    http: 'GET /v1/me/log/{stream}',
    input: z.object({
      stream: z.enum(streams),
      seq: z.int().min(0),
      limit: z.int().min(1).max(500).default(100),
    }),
    output: z.object({
      entries: z.array(
        z.object({ seq: z.int(), at: time, event: z.string(), payload: z.record(z.string(), z.unknown()).nullable() }),
      ),
      head: z.int(),
      reset: z.boolean(),
    }),
    example: {
      input: { stream: 'messages', seq: 0 },
      output: {
        entries: [{ seq: 1, at: examples.at, event: 'message.received', payload: { message: examples.message } }],
        head: 1,
        reset: false,
      },
    },
  }),
}

export const notificationEvents = {
  'notification.created': event({
    summary: 'A notification is new, or its group has grown.',
    namespace: 'notifications',
    kind: 'durable',
    payload: z.object({ notification, unread: z.int() }),
    example: { notification: examples.notification, unread: 1 },
  }),
  'notification.read': event({
    summary: 'Notifications were read on one of the devices.',
    namespace: 'notifications',
    kind: 'durable',
    payload: z.object({ upTo: time, unread: z.int() }),
    example: { upTo: examples.at, unread: 0 },
  }),
}
