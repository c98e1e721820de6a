import { z } from 'zod'
import { event } from './event.ts'
import { exampleTime, ids } from './examples.ts'
import { image } from './media.ts'
import { exampleMessage, message } from './messages.ts'
import { operation } from './operation.ts'
import { id, idempotencyKey, page, pageOf, text, time } from './primitives.ts'
import { ann, bob } from './users/examples.ts'
import { user, usernameRef } from './users/shapes.ts'

export const conversation = z.object({
  id,
  kind: z.enum(['direct', 'group']),
  title: z.string(),
  photo: image.nullable(),
  members: z.array(z.object({ user, role: z.enum(['member', 'admin']), readSeq: z.int(), deliveredSeq: z.int() })),
  lastMessage: message.nullable(),
  headSeq: z.int(),
  unread: z.int().describe('Counted up to 10,000'),
  status: z.enum(['active', 'request', 'muted']),
  createdAt: time,
})
export type Conversation = z.infer<typeof conversation>

export const exampleConversation: Conversation = {
  id: ids.conversation,
  kind: 'direct',
  title: '',
  photo: null,
  members: [
    { user: ann, role: 'member', readSeq: 1, deliveredSeq: 1 },
    { user: bob, role: 'member', readSeq: 0, deliveredSeq: 0 },
  ],
  lastMessage: exampleMessage,
  headSeq: 1,
  unread: 0,
  status: 'active',
  createdAt: exampleTime,
}

const about = z.object({ conversationId: id })

const read = { namespace: 'messages', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const

const write = { ...read, kind: 'write', limit: 'write' } as const

export const conversationOperations = {
  'conversations.open': operation({
    ...write,
    summary:
      'Opens the conversation with a user, or a group with several users. With one user there is only one. Each user decides who may begin a conversation with them.',
    http: 'POST /v1/conversations',
    idempotent: true,
    input: z.object({
      usernames: z.array(usernameRef).min(1).max(499),
      title: text(100).default(''),
      idempotencyKey,
    }),
    output: conversation,
    errors: ['not_found', 'forbidden', 'invalid', 'conflict'],
    example: { input: { usernames: ['bob'] }, output: exampleConversation },
  }),
  'conversations.list': operation({
    ...read,
    summary: "Returns the caller's conversations, latest message first.",
    http: 'GET /v1/conversations',
    input: z.object(page),
    output: pageOf(conversation),
    errors: [],
    example: { input: {}, output: { items: [exampleConversation], nextCursor: null } },
  }),
  'conversations.get': operation({
    ...read,
    summary: 'Returns a conversation with its members and how far each has read.',
    http: 'GET /v1/conversations/{conversationId}',
    input: about,
    output: conversation,
    example: { input: { conversationId: ids.conversation }, output: exampleConversation },
  }),
}

export const conversationEvents = {
  'conversation.changed': event({
    summary: 'A conversation is new, or its title, photo or members have changed.',
    namespace: 'messages',
    kind: 'durable',
    payload: z.object({ conversation }),
    example: { conversation: exampleConversation },
  }),
  'conversation.marks': event({
    summary: 'How far a member has read: durable for their own devices, ephemeral for the other members.',
    namespace: 'messages',
    kind: 'both',
    payload: z.object({ conversationId: id, userId: id, readSeq: z.int(), deliveredSeq: z.int() }),
    example: { conversationId: ids.conversation, userId: ids.ann, readSeq: 1, deliveredSeq: 1 },
  }),
}
