import { z } from 'zod'
import { comment, exampleComment } from '../comments/shapes.ts'
import { exampleTime, ids } from '../examples.ts'
import { exampleMedia } from '../media.ts'
import { operation } from '../operation.ts'
import { id, idempotencyKey, nothing, page, pageOf, text, time } from '../primitives.ts'
import { bob } from '../users/examples.ts'
import { user, usernameRef } from '../users/shapes.ts'
import { about, read, write } from './bases.ts'
import { examplePost } from './examples.ts'
import { post, postCounts, postVersion } from './shapes.ts'
import { postSharingOperations } from './sharing.ts'
import { postStateOperations } from './states.ts'

const altTexts = z
  .array(text(1000))
  .max(10)
  .optional()
  .describe('What the photos show, in their order, for people who cannot see them')
const share = z.number().min(0).max(1)
const tagged = z
  .array(z.object({ username: usernameRef, mediaIndex: z.int().min(0).max(9), x: share, y: share }))
  .max(35)
  .optional()
  .describe('Users in the photos, at most 20 in each; `x` and `y` are shares of its width and height')

/** When a post is due. */
const publishAt = time.refine(at => at >= '0001', 'must be in the year 1 or later')

const saving = z.object({ saved: z.boolean() })

const liking = z.object({ liked: z.boolean(), counts: postCounts })

export const postOperations = {
  ...postStateOperations,
  ...postSharingOperations,
  'posts.create': operation({
    ...write,
    summary:
      'Creates a post of photos, text or both, or a repost of another post. Photos may still be processing: the post is published when the last one is ready. A draft waits until it is published by hand, and may be empty; a scheduled post is published at its time. Nobody else sees either before.',
    http: 'POST /v1/posts',
    status: 201,
    idempotent: true,
    input: z.object({
      mediaIds: z.array(id).max(10).default([]),
      caption: text(2200).default(''),
      altTexts,
      tagged,
      location: post.shape.location.optional(),
      commentsDisabled: z.boolean().default(false),
      hideLikes: z.boolean().default(false).describe('Whether only its author sees how many like it, and who'),
      draft: z.boolean().default(false).describe('Keeps the post as a draft; not together with `publishAt`'),
      publishAt: publishAt
        .optional()
        .describe('When to publish the post: a time in the future, at most 366 days from now'),
      sharedPostId: id.optional().describe('The post to repost; of a repost the original is reposted'),
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
      "Changes the caption, location, photos or settings of the caller's own post. `editedAt` is set only when readers of a post that has been published see a difference. A post that waits for a photo is published as soon as all remaining photos are ready.",
    http: 'PATCH /v1/posts/{postId}',
    input: z.object({
      postId: id,
      mediaIds: z
        .array(id)
        .max(10)
        .optional()
        .describe(
          'The photos to keep, in their new order; photos left out are removed. Drafts and scheduled posts may get new photos',
        ),
      caption: text(2200).optional(),
      altTexts,
      tagged: tagged.describe(
        'Replaces the tags that the caller sees; users who have removed themselves cannot be tagged again',
      ),
      location: post.shape.location.optional(),
      commentsDisabled: z.boolean().optional(),
      hideLikes: z.boolean().optional().describe('Whether only its author sees how many like it, and who'),
      publishAt: publishAt
        .nullable()
        .optional()
        .describe('Schedules a draft or moves a scheduled post; null makes a scheduled post a draft'),
    }),
    output: post,
    errors: ['not_found', 'forbidden', 'invalid', 'conflict'],
    example: {
      input: { postId: ids.post, caption: 'Last light, again' },
      output: { ...examplePost, caption: 'Last light, again', entities: [], hashtags: [], editedAt: exampleTime },
    },
  }),
  'posts.history': operation({
    ...read,
    summary: 'Returns what a post said before each edit that its readers could see, newest first.',
    http: 'GET /v1/posts/{postId}/history',
    input: z.object({ postId: id, ...page }),
    output: pageOf(postVersion),
    example: {
      input: { postId: ids.post },
      output: {
        items: [
          {
            ...{ id: ids.version, caption: 'First light', entities: [], location: null, media: [exampleMedia] },
            ...{ writtenAt: exampleTime, replacedAt: exampleTime },
          },
        ],
        nextCursor: null,
      },
    },
  }),
  'posts.removeTag': operation({
    ...write,
    summary: 'Removes the caller from the photos of a post. Nobody can tag them in it again.',
    http: 'DELETE /v1/posts/{postId}/tags/me',
    input: about,
    output: nothing,
    example: { input: { postId: ids.post }, output: {} },
  }),
  'posts.delete': operation({
    ...write,
    summary:
      "Deletes the caller's own post: nobody sees it any more. For 30 days its author can restore it with its photos, comments and likes; then it is erased. A post that waits for its photos (`processing`) is erased at once, and its photos may be used again.",
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
    summary:
      'Returns the users who like a post: first those whom the caller follows, then the others, each newest first. Where the author hides the likes, nobody else sees them.',
    http: 'GET /v1/posts/{postId}/likers',
    input: z.object({ postId: id, ...page }),
    output: pageOf(user),
    errors: ['not_found', 'forbidden'],
    example: { input: { postId: ids.post }, output: { items: [bob], nextCursor: null } },
  }),
  'posts.liked': operation({
    ...read,
    summary: 'Returns the posts that the caller likes, last liked first.',
    http: 'GET /v1/me/liked',
    input: z.object(page),
    output: pageOf(post),
    errors: [],
    example: { input: {}, output: { items: [examplePost], nextCursor: null } },
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
    summary: "Removes a post from the caller's saved posts, and from their collections.",
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
