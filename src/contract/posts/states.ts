import { z } from 'zod'
import { exampleTime, ids } from '../examples.ts'
import { operation } from '../operation.ts'
import { page, pageOf } from '../primitives.ts'
import { about, read, write } from './bases.ts'
import { examplePost } from './examples.ts'
import { type Post, post } from './shapes.ts'

const pinning = z.object({ pinned: z.boolean() })
/** Of one's own posts, which nobody else may change. */
const own = { ...write, input: about, output: post, errors: ['not_found', 'forbidden', 'conflict'] } as const

const list = { ...read, input: z.object(page), output: pageOf(post), errors: [] } as const

const exampleDraft: Post = {
  ...examplePost,
  counts: { likes: 0, comments: 0, shares: 0 },
  viewer: { liked: false, saved: false, reason: null },
  publishedAt: null,
  status: 'draft',
}

/** Drafts, scheduled, archived, deleted and pinned posts. */
export const postStateOperations = {
  'posts.deleted': operation({
    ...list,
    summary: 'Returns the posts that the caller has deleted in the last 30 days, last deleted first.',
    http: 'GET /v1/me/deleted',
    example: {
      input: {},
      output: { items: [{ ...examplePost, deletedAt: exampleTime }], nextCursor: null },
    },
  }),
  'posts.restore': operation({
    ...own,
    summary:
      'Restores a post that the caller has deleted, as it was and with its comments and likes. It is no longer pinned, and a scheduled post whose time has passed returns as a draft. Of a post that is not deleted, nothing changes.',
    http: 'POST /v1/posts/{postId}/restore',
    errors: ['not_found', 'forbidden'],
    example: { input: { postId: ids.post }, output: examplePost },
  }),
  'posts.drafts': operation({
    ...list,
    summary: "Returns the caller's drafts, newest first.",
    http: 'GET /v1/me/drafts',
    example: { input: {}, output: { items: [exampleDraft], nextCursor: null } },
  }),
  'posts.scheduled': operation({
    ...list,
    summary: "Returns the caller's scheduled posts, soonest first.",
    http: 'GET /v1/me/scheduled',
    example: {
      input: {},
      output: { items: [{ ...exampleDraft, publishAt: exampleTime, status: 'scheduled' }], nextCursor: null },
    },
  }),
  'posts.publish': operation({
    ...own,
    summary:
      'Publishes a draft or a scheduled post now, or as soon as its photos are ready. A post that is published or on its way stays as it is.',
    http: 'POST /v1/posts/{postId}/publish',
    example: { input: { postId: ids.post }, output: examplePost },
  }),
  'posts.archive': operation({
    ...own,
    summary:
      "Archives the caller's own published post: only its author sees it, with its comments and likes. It is no longer pinned.",
    http: 'PUT /v1/posts/{postId}/archive',
    example: { input: { postId: ids.post }, output: { ...examplePost, status: 'archived' } },
  }),
  'posts.unarchive': operation({
    ...own,
    summary: 'Takes a post out of the archive: it stands where it stood, with its comments and likes.',
    http: 'DELETE /v1/posts/{postId}/archive',
    errors: ['not_found', 'forbidden'],
    example: { input: { postId: ids.post }, output: examplePost },
  }),
  'posts.archived': operation({
    ...list,
    summary: "Returns the caller's archived posts, newest first.",
    http: 'GET /v1/me/archived',
    example: { input: {}, output: { items: [{ ...examplePost, status: 'archived' }], nextCursor: null } },
  }),
  'posts.pin': operation({
    ...own,
    summary: "Pins the caller's own post: it stands first in their profile. At most three posts can be pinned.",
    http: 'PUT /v1/posts/{postId}/pin',
    output: pinning,
    example: { input: { postId: ids.post }, output: { pinned: true } },
  }),
  'posts.unpin': operation({
    ...own,
    summary: 'Removes a pin.',
    http: 'DELETE /v1/posts/{postId}/pin',
    output: pinning,
    errors: ['not_found', 'forbidden'],
    example: { input: { postId: ids.post }, output: { pinned: false } },
  }),
}
