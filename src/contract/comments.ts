import { z } from 'zod'
import { exampleTime, ids } from './examples.ts'
import { operation } from './operation.ts'
import { id, idempotencyKey, nothing, page, pageOf, someText, time } from './primitives.ts'
import { entitiesIn } from './text-entity.ts'
import { bob } from './users/examples.ts'
import { user } from './users/shapes.ts'

export const comment = z.object({
  id,
  postId: id,
  author: user,
  text: z.string(),
  entities: entitiesIn('text'),
  parentId: id.nullable(),
  replyTo: user.nullable(),
  counts: z.object({ likes: z.int(), replies: z.int() }),
  viewer: z.object({ liked: z.boolean() }),
  pinned: z.boolean(),
  createdAt: time,
  editedAt: time.nullable(),
  deletedAt: time.nullable().describe('When it was deleted: it stays without text and author while it has replies'),
})
export type Comment = z.infer<typeof comment>

export const exampleComment: Comment = {
  id: ids.comment,
  postId: ids.post,
  author: bob,
  text: 'What a sky!',
  entities: [],
  parentId: null,
  replyTo: null,
  counts: { likes: 0, replies: 0 },
  viewer: { liked: false },
  pinned: false,
  createdAt: exampleTime,
  editedAt: null,
  deletedAt: null,
}

const read = { namespace: 'posts', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const

const write = { ...read, kind: 'write', limit: 'write' } as const

export const commentOperations = {
  'comments.create': operation({
    ...write,
    summary: 'Comments on a post, or replies to one of its comments.',
    http: 'POST /v1/posts/{postId}/comments',
    status: 201,
    idempotent: true,
    input: z.object({ postId: id, text: someText(2200), parentId: id.optional(), idempotencyKey }),
    output: comment,
    errors: ['not_found', 'forbidden', 'invalid', 'conflict'],
    example: { input: { postId: ids.post, text: 'What a sky!' }, output: exampleComment },
  }),
  'comments.list': operation({
    ...read,
    summary: 'Returns the comments of a post without the replies, newest first.',
    http: 'GET /v1/posts/{postId}/comments',
    input: z.object({ postId: id, ...page }),
    output: pageOf(comment),
    example: { input: { postId: ids.post }, output: { items: [exampleComment], nextCursor: null } },
  }),
  'comments.replies': operation({
    ...read,
    summary: 'Returns the replies to a comment, oldest first.',
    http: 'GET /v1/comments/{commentId}/replies',
    input: z.object({ commentId: id, ...page }),
    output: pageOf(comment),
    example: { input: { commentId: ids.comment }, output: { items: [], nextCursor: null } },
  }),
  'comments.delete': operation({
    ...write,
    summary: "Deletes the caller's own comment, or one on the caller's own post, with its replies.",
    http: 'DELETE /v1/comments/{commentId}',
    input: z.object({ commentId: id }),
    output: nothing,
    errors: ['not_found', 'forbidden'],
    example: { input: { commentId: ids.comment }, output: {} },
  }),
}
