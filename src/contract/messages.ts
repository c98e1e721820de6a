import { z } from 'zod'
import { event } from './event.ts'
import { exampleTime, ids } from './examples.ts'
import { media } from './media.ts'
import { operation } from './operation.ts'
import { post } from './posts/shapes.ts'
import { id, idempotencyKey, page, text, time } from './primitives.ts'
import { entitiesIn } from './text-entity.ts'
import { ann } from './users/examples.ts'
import { user } from './users/shapes.ts'

export const message = z.object({
  id,
  conversationId: id,
  seq: z.int(),
  sender: user,
  kind: z.enum(['text', 'image', 'post', 'story', 'system']),
  text: z.string(),
  entities: entitiesIn('text'),
  media: media.nullable(),
  post: post.nullable(),
  replyToSeq: z.int().nullable(),
  reactions: z.array(z.object({ emoji: z.string(), userIds: z.array(id) })),
  createdAt: time,
  editedAt: time.nullable(),
  unsentAt: time.nullable(),
})
export type Message = z.infer<typeof message>

export const exampleMessage: Message = {
  id: ids.message,
  conversationId: ids.conversation,
  seq: 1,
  sender: ann,
  kind: 'text',
  text: 'Tomorrow at six?',
  entities: [],
  media: null,
  post: null,
  replyToSeq: null,
  reactions: [],
  createdAt: exampleTime,
  editedAt: null,
  unsentAt: null,
}

/** The number of a message as text, as in a cursor. */
const notSeq = 'must be the number of a message'

const seqText = z.string().regex(/^\d{1,15}$/, notSeq)

const read = { namespace: 'messages', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const

const write = { ...read, kind: 'write', limit: 'write' } as const

export const messageOperations = {
  'messages.send': operation({
    ...write,
    summary:
      'Sends a message; responds when it is durable. The messages of a conversation are numbered without gaps, in the same order for everyone.',
    http: 'POST /v1/conversations/{conversationId}/messages',
    status: 201,
    idempotent: true,
    input: z.object({
      conversationId: id,
      text: text(5000).default(''),
      mediaId: id.optional(),
      postId: id.optional(),
      replyToSeq: z.int().min(1).optional(),
      idempotencyKey,
    }),
    output: message,
    errors: ['not_found', 'invalid', 'conflict'],
    example: {
      input: { conversationId: ids.conversation, text: 'Tomorrow at six?', idempotencyKey: ids.key },
      output: exampleMessage,
    },
  }),
  'messages.list': operation({
    ...read,
    summary:
      'Returns the messages of a conversation, newest first: before a number, or after one (then oldest first). For the next page, send `nextCursor` as `cursor`, or in place of that number.',
    http: 'GET /v1/conversations/{conversationId}/messages',
    input: z.object({
      conversationId: id,
      beforeSeq: z.union([z.int().min(1), seqText], notSeq).optional(),
      afterSeq: z.union([z.int().min(0), seqText], notSeq).optional(),
      cursor: seqText
        .optional()
        .describe('The `nextCursor` of the previous page, with the same `afterSeq` if that page had one'),
      limit: page.limit,
    }),
    output: z.object({ items: z.array(message), nextCursor: z.string().nullable() }),
    example: { input: { conversationId: ids.conversation }, output: { items: [exampleMessage], nextCursor: null } },
  }),
  'messages.read': operation({
    ...write,
    summary: 'Marks messages as read up to a number. Marks never move back.',
    http: 'PUT /v1/conversations/{conversationId}/read',
    input: z.object({ conversationId: id, seq: z.int().min(0) }),
    output: z.object({ readSeq: z.int(), unread: z.int() }),
    example: { input: { conversationId: ids.conversation, seq: 1 }, output: { readSeq: 1, unread: 0 } },
  }),
}

export const messageEvents = {
  'message.received': event({
    summary: "A message, sent to every member, including the sender's other devices.",
    namespace: 'messages',
    kind: 'durable',
    payload: z.object({ message }),
    example: { message: exampleMessage },
  }),
}
