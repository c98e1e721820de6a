import { z } from 'zod'
import { event } from './event.ts'
import { ids } from './examples.ts'
import { operation } from './operation.ts'
import { examplePost } from './posts/examples.ts'
import { post } from './posts/shapes.ts'
import { id, page, pageOf } from './primitives.ts'

export const feedOperations = {
  'feed.home': operation({
    summary: 'Returns the posts of the caller and of the users they follow, newest first.',
    http: 'GET /v1/feed',
    namespace: 'feed',
    access: 'user',
    kind: 'read',
    limit: 'read',
    input: z.object(page),
    output: pageOf(post),
    errors: [],
    example: { input: {}, output: { items: [examplePost], nextCursor: null } },
  }),
}

export const feedEvents = {
  'feed.post': event({
    summary: 'A user whom the recipient follows has published a post, or the recipient has, on any device.',
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
