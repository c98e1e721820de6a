import { z } from 'zod'
import { event } from './event.ts'
import { examples, ids } from './examples.ts'
import { operation } from './operation.ts'
import { conversation, id, idempotencyKey, message, page, pageOf, text, usernameRef } from './shapes.ts'

const about = z.object({ conversationId: id })
/** The number of a message as a cursor says it. */
const notSeq = 'must be the number of a message'
const seqText = z.string().regex(/^\d{1,15}$/, notSeq)
const read = { namespace: 'messages', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const
const write = { ...read, kind: 'write', limit: 'write' } as const

export const messages = {
  'conversations.open': operation({
    ...write,
    summary: 'Open the conversation with somebody, or a group with several people. With one person there is but one.',
    http: 'POST /v1/conversations',
    idempotent: true,
    input: z.object({
      usernames: z.array(usernameRef).min(1).max(499),
      title: text(100).default(''),
      idempotencyKey,
    }),
    output: conversation,
    errors: ['not_found', 'invalid', 'conflict'],
    example: { input: { usernames: ['bob'] }, output: examples.conversation },
  }),
  'conversations.list': operation({
    ...read,
    summary: "One's conversations, the last written in first.",
    http: 'GET /v1/conversations',
    input: z.object(page),
    output: pageOf(conversation),
    errors: [],
    example: { input: {}, output: { items: [examples.conversation], nextCursor: null } },
  }),
  'conversations.get': operation({
    ...read,
    summary: 'A conversation with its members and how far each has read.',
    http: 'GET /v1/conversations/{conversationId}',
    input: about,
    output: conversation,
    example: { input: { conversationId: ids.conversation }, output: examples.conversation },
  }),
  'messages.send': operation({
    ...write,
    summary: 'Send a message; answered when it is durable. Numbers have no holes and the same order for everyone.',
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
      output: examples.message,
    },
  }),
  'messages.list': operation({
    ...read,
    summary:
      'Messages of a conversation, newest first; before a number, or after one (then oldest first). For the next page, send `nextCursor` as `cursor`, or in place of that number.',
    http: 'GET /v1/conversations/{conversationId}/messages',
    input: z.object({
      conversationId: id,
      beforeSeq: z.union([z.int().min(1), seqText], notSeq).optional(),
      afterSeq: z.union([z.int().min(0), seqText], notSeq).optional(),
      cursor: seqText
        .optional()
        .describe('The `nextCursor` of the page before, beside the same `afterSeq` if that has one'),
      limit: page.limit,
    }),
    output: z.object({ items: z.array(message), nextCursor: z.string().nullable() }),
    example: { input: { conversationId: ids.conversation }, output: { items: [examples.message], nextCursor: null } },
  }),
  'messages.read': operation({
    ...write,
    summary: 'Mark as read up to a number. Marks never go back.',
    http: 'PUT /v1/conversations/{conversationId}/read',
    input: z.object({ conversationId: id, seq: z.int().min(0) }),
    output: z.object({ readSeq: z.int(), unread: z.int() }),
    example: { input: { conversationId: ids.conversation, seq: 1 }, output: { readSeq: 1, unread: 0 } },
  }),
}

export const messageEvents = {
  'message.received': event({
    summary: "A message, to every member; to the sender's other devices too.",
    namespace: 'messages',
    kind: 'durable',
    payload: z.object({ message }),
    example: { message: examples.message },
  }),
  'conversation.changed': event({
    summary: 'A conversation is new, or its title, photo or members have changed.',
    namespace: 'messages',
    kind: 'durable',
    payload: z.object({ conversation }),
    example: { conversation: examples.conversation },
  }),
  'conversation.marks': event({
    summary: "How far a member has read: durable for one's own devices, a hint to the other members.",
    namespace: 'messages',
    kind: 'both',
    payload: z.object({ conversationId: id, userId: id, readSeq: z.int(), deliveredSeq: z.int() }),
    example: { conversationId: ids.conversation, userId: ids.ann, readSeq: 1, deliveredSeq: 1 },
  }),
}
