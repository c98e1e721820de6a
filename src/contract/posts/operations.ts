import { z } from 'zod'
import { comment, exampleComment } from '../comments.ts'
import { exampleTime, ids } from '../examples.ts'
import { exampleMedia } from '../media.ts'
import { operation } from '../operation.ts'
import { id, idempotencyKey, nothing, page, pageOf, text } from '../primitives.ts'
import { bob } from '../users/examples.ts'
import { user } from '../users/shapes.ts'
import { examplePost } from './examples.ts'
import { post, postCounts } from './shapes.ts'

const about = z.object({ postId: id })

const read = { namespace: 'posts', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const

const write = { ...read, kind: 'write', limit: 'write' } as const

const saving = z.object({ saved: z.boolean() })

const liking = z.object({ liked: z.boolean(), counts: postCounts })

export const postOperations = {
  'posts.create': operation({
    ...write,
    summary:
      'Creates a post of photos, text or both. Photos may still be processing: the post is published when the last one is ready.',
    http: 'POST /v1/posts',
    status: 201,
    idempotent: true,
    input: z.object({
      mediaIds: z.array(id).max(10).default([]),
      caption: text(2200).default(''),
      location: post.shape.location.optional(),
      commentsDisabled: z.boolean().default(false),
      idempotencyKey,
    }),
    output: post,
    errors: ['invalid', 'not_found', 'conflict'],
    example: {
      input: { mediaIds: [ids.media], caption: examplePost.caption, location: { name: 'Portland Bill' } },
      output: examplePost,
    },
  }),
  'posts.get': operation({
    ...read,
    summary: 'Returns a post, as the caller may see it.',
    http: 'GET /v1/posts/{postId}',
    input: about,
    output: post,
    example: { input: { postId: ids.post }, output: examplePost },
  }),
  'posts.pending': operation({
    ...read,
    summary:
      "Returns the caller's posts that are not published yet, newest first: a photo is still processing, or could not be read.",
    http: 'GET /v1/me/pending',
    input: z.object(page),
    output: pageOf(post),
    errors: [],
    example: {
      input: {},
      output: {
        items: [
          {
            ...examplePost,
            media: [
              exampleMedia,
              {
                ...exampleMedia,
                id: ids.otherMedia,
                status: 'failed',
                image: null,
                failure: 'The photo is cut off: the end of the file is missing. Upload it again.',
              },
            ],
            counts: { likes: 0, comments: 0, shares: 0 },
            publishedAt: null,
            status: 'processing',
          },
        ],
        nextCursor: null,
      },
    },
  }),
  'posts.edit': operation({
    ...write,
    summary:
      "Changes the caption, location, photos or comment setting of the caller's own post. `editedAt` is set only when readers of a published post see a difference. A post that waits for a photo is published as soon as all remaining photos are ready.",
    http: 'PATCH /v1/posts/{postId}',
    input: z.object({
      postId: id,
      mediaIds: z
        .array(id)
        .max(10)
        .optional()
        .describe('The photos to keep, in their new order; photos left out are removed'),
      caption: text(2200).optional(),
      location: post.shape.location.optional(),
      commentsDisabled: z.boolean().optional(),
    }),
    output: post,
    errors: ['not_found', 'forbidden', 'invalid'],
    example: {
      input: { postId: ids.post, caption: 'Last light, again' },
      output: { ...examplePost, caption: 'Last light, again', entities: [], hashtags: [], editedAt: exampleTime },
    },
  }),
  'posts.delete': operation({
    ...write,
    summary: "Deletes the caller's own post with its photos, comments and likes.",
    http: 'DELETE /v1/posts/{postId}',
    input: about,
    output: nothing,
    errors: ['not_found', 'forbidden'],
    example: { input: { postId: ids.post }, output: {} },
  }),
  'posts.like': operation({
    ...write,
    summary: 'Likes a post. Liking twice changes nothing; the counts are exact.',
    http: 'PUT /v1/posts/{postId}/like',
    input: about,
    output: liking,
    example: { input: { postId: ids.post }, output: { liked: true, counts: examplePost.counts } },
  }),
  'posts.unlike': operation({
    ...write,
    summary: 'Removes a like.',
    http: 'DELETE /v1/posts/{postId}/like',
    input: about,
    output: liking,
    example: { input: { postId: ids.post }, output: { liked: false, counts: { likes: 2, comments: 1, shares: 0 } } },
  }),
  'posts.likers': operation({
    ...read,
    summary: 'Returns the users who like a post, newest first.',
    http: 'GET /v1/posts/{postId}/likers',
    input: z.object({ postId: id, ...page }),
    output: pageOf(user),
    example: { input: { postId: ids.post }, output: { items: [bob], nextCursor: null } },
  }),
  'posts.save': operation({
    ...write,
    summary: 'Saves a post for later. Nobody else is notified.',
    http: 'PUT /v1/posts/{postId}/save',
    input: about,
    output: saving,
    example: { input: { postId: ids.post }, output: { saved: true } },
  }),
  'posts.unsave': operation({
    ...write,
    summary: "Removes a post from the caller's saved posts.",
    http: 'DELETE /v1/posts/{postId}/save',
    input: about,
    output: saving,
    example: { input: { postId: ids.post }, output: { saved: false } },
  }),
  'posts.saved': operation({
    ...read,
    summary: 'Returns the posts that the caller has saved, last saved first.',
    http: 'GET /v1/me/saved',
    input: z.object(page),
    output: pageOf(post),
    errors: [],
    example: { input: {}, output: { items: [examplePost], nextCursor: null } },
  }),
  'posts.watch': operation({
    ...read,
    summary: 'Watches a post: returns it with its newest comments, then sends `post.activity`.',
    http: null,
    input: about,
    output: z.object({ post, comments: z.array(comment) }),
    example: { input: { postId: ids.post }, output: { post: examplePost, comments: [exampleComment] } },
  }),
  'posts.unwatch': operation({
    ...read,
    summary: 'Stops watching a post.',
    http: null,
    input: about,
    output: nothing,
    errors: [],
    example: { input: { postId: ids.post }, output: {} },
  }),
}
