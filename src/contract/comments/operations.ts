import { z } from 'zod'
import { exampleTime, ids } from '../examples.ts'
import { operation } from '../operation.ts'
import { id, idempotencyKey, nothing, page, pageOf, someText } from '../primitives.ts'
import { comment, commentCounts, exampleComment } from './shapes.ts'

const read = { namespace: 'posts', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const

const write = { ...read, kind: 'write', limit: 'write' } as const

const about = z.object({ commentId: id })
const text = someText(2200)
const liking = z.object({ liked: z.boolean(), counts: commentCounts })
const pinning = z.object({ pinned: z.boolean() })

/** Where the next page begins, and the comments that the first page has put at the head of the list. */
const listCursor = z
  .string()
  .max(5000)
  .regex(/^(\d{13}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,3})(\.[\w-]+)?$/, 'is not the cursor of a list')
  .describe('The `nextCursor` of the previous page. It keeps to the order of the first page')

export const commentOperations = {
  'comments.create': operation({
    ...write,
    summary:
      'Comments on a post, or replies to one of its comments: a reply to a reply joins its thread. The author of the post decides who may comment.',
    http: 'POST /v1/posts/{postId}/comments',
    status: 201,
    idempotent: true,
    input: z.object({ postId: id, text, parentId: id.optional(), idempotencyKey }),
    output: comment,
    errors: ['not_found', 'forbidden', 'invalid', 'conflict'],
    example: { input: { postId: ids.post, text: 'What a sky!' }, output: exampleComment },
  }),
  'comments.get': operation({
    ...read,
    summary: 'Returns a comment or a reply.',
    http: 'GET /v1/comments/{commentId}',
    input: about,
    output: comment,
    example: { input: { commentId: ids.comment }, output: exampleComment },
  }),
  'comments.list': operation({
    ...read,
    summary:
      'Returns the comments of a post without the replies: first the pinned ones, then by `order` the newest, or the 200 with the most likes and after them the newest. Pages neither skip nor repeat a comment: the pinned and the most liked are those of the moment of the first page.',
    http: 'GET /v1/posts/{postId}/comments',
    input: z.object({
      postId: id,
      order: z.enum(['newest', 'top']).default('newest'),
      ...page,
      cursor: listCursor.optional(),
    }),
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
  'comments.edit': operation({
    ...write,
    summary: "Changes the text of the caller's own comment.",
    http: 'PATCH /v1/comments/{commentId}',
    input: z.object({ commentId: id, text }),
    output: comment,
    errors: ['not_found', 'forbidden'],
    example: {
      input: { commentId: ids.comment, text: 'What a sky, and what a sea!' },
      output: { ...exampleComment, text: 'What a sky, and what a sea!', editedAt: exampleTime },
    },
  }),
  'comments.delete': operation({
    ...write,
    summary:
      "Deletes the caller's own comment, or one on the caller's own post. While it has replies it stays in the list without text and author, and is not counted.",
    http: 'DELETE /v1/comments/{commentId}',
    input: about,
    output: nothing,
    errors: ['not_found', 'forbidden'],
    example: { input: { commentId: ids.comment }, output: {} },
  }),
  'comments.like': operation({
    ...write,
    summary: 'Likes a comment. Liking it again changes nothing.',
    http: 'PUT /v1/comments/{commentId}/like',
    input: about,
    output: liking,
    example: { input: { commentId: ids.comment }, output: { liked: true, counts: { likes: 1, replies: 0 } } },
  }),
  'comments.unlike': operation({
    ...write,
    summary: 'Takes a like of a comment back.',
    http: 'DELETE /v1/comments/{commentId}/like',
    input: about,
    output: liking,
    example: { input: { commentId: ids.comment }, output: { liked: false, counts: { likes: 0, replies: 0 } } },
  }),
  'comments.pin': operation({
    ...write,
    summary:
      "Pins a comment to the head of the list, on the caller's own post. At most three of a post are pinned, and replies cannot be.",
    http: 'PUT /v1/comments/{commentId}/pin',
    input: about,
    output: pinning,
    errors: ['not_found', 'forbidden', 'conflict'],
    example: { input: { commentId: ids.comment }, output: { pinned: true } },
  }),
  'comments.unpin': operation({
    ...write,
    summary: "Unpins a comment on the caller's own post.",
    http: 'DELETE /v1/comments/{commentId}/pin',
    input: about,
    output: pinning,
    errors: ['not_found', 'forbidden'],
    example: { input: { commentId: ids.comment }, output: { pinned: false } },
  }),
}
