import { z } from 'zod'
import { event } from './event.ts'
import { ids } from './examples.ts'
import { operation } from './operation.ts'
import { examplePost } from './posts/examples.ts'
import { post } from './posts/shapes.ts'
import { id, page, pageOf } from './primitives.ts'

export const feedOperations = {
  'feed.home': operation({
    summary:
      'Returns the posts of the caller, of the users they follow and with the hashtags they follow, newest first and each once. `viewer.reason` says why a post is there.',
    http: 'GET /v1/feed',
    namespace: 'feed',
    access: 'user',
    kind: 'read',
    limit: 'read',
    input: z.object(page),
    output: pageOf(post),
    errors: [],
    example: {
      input: {},
      output: { items: [{ ...examplePost, viewer: { ...examplePost.viewer, reason: 'following' } }], nextCursor: null },
    },
  }),
}

export const feedEvents = {
  'feed.post': event({
    summary:
      'A post has been published by a user whom the recipient follows, by the recipient on any device, or with a hashtag that they follow.',
    namespace: 'feed',
    kind: 'ephemeral',
    payload: z.object({ post }),
    example: { post: examplePost },
  }),
  'feed.removed': event({
    summary: 'A post has been removed from the feed.',
    namespace: 'feed',
    kind: 'ephemeral',
    payload: z.object({ postId: id }),
    example: { postId: ids.post },
  }),
}
