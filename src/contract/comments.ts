import { z } from 'zod'
import { examples, ids } from './examples.ts'
import { operation } from './operation.ts'
import { comment, id, idempotencyKey, nothing, page, pageOf, someText } from './shapes.ts'

const read = { namespace: 'posts', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const
const write = { ...read, kind: 'write', limit: 'write' } as const

export const comments = {
  'comments.create': operation({
    ...write,
    summary: 'Comment on a post, or reply to a comment of it.',
    http: 'POST /v1/posts/{postId}/comments',
    status: 201,
    idempotent: true,
    input: z.object({ postId: id, text: someText(2200), parentId: id.optional(), idempotencyKey }),
    output: comment,
    errors: ['not_found', 'forbidden', 'invalid', 'conflict'],
    example: { input: { postId: ids.post, text: 'What a sky!' }, output: examples.comment },
  }),
  'comments.list': operation({
    ...read,
    summary: 'The comments of a post that are no replies, newest first.',
    http: 'GET /v1/posts/{postId}/comments',
    input: z.object({ postId: id, ...page }),
    output: pageOf(comment),
    example: { input: { postId: ids.post }, output: { items: [examples.comment], nextCursor: null } },
  }),
  'comments.replies': operation({
    ...read,
    summary: 'The replies to a comment, oldest first.',
    http: 'GET /v1/comments/{commentId}/replies',
    input: z.object({ commentId: id, ...page }),
    output: pageOf(comment),
    example: { input: { commentId: ids.comment }, output: { items: [], nextCursor: null } },
  }),
  'comments.delete': operation({
    ...write,
    summary: "Delete one's own comment, or one under one's own post; its replies go with it.",
    http: 'DELETE /v1/comments/{commentId}',
    input: z.object({ commentId: id }),
    output: nothing,
    errors: ['not_found', 'forbidden'],
    example: { input: { commentId: ids.comment }, output: {} },
  }),
}
