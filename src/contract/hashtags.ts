import { z } from 'zod'
import { operation } from './operation.ts'
import { examplePost } from './posts/examples.ts'
import { post } from './posts/shapes.ts'
import { page, pageOf, text } from './primitives.ts'

export const hashtag = z.object({
  tag: z.string().describe('Without the sign, in the canonical spelling of all its variants'),
  counts: z.object({ posts: z.int().describe('Published posts of public accounts') }),
  viewer: z.object({ following: z.boolean() }),
})
export type Hashtag = z.infer<typeof hashtag>

/** Users may follow this many hashtags: a page of their feed looks each of them up. */
export const maxFollowedTags = 100

const exampleHashtag: Hashtag = { tag: 'café', counts: { posts: 12 }, viewer: { following: true } }

const byTag = z.object({ tag: text(210, 1).describe('In any spelling, with or without the sign: `Café`, `#CAFÉ`') })

const read = { namespace: 'feed', access: 'user', limit: 'read', kind: 'read', errors: ['invalid'] } as const

const write = { ...read, kind: 'write', limit: 'write' } as const

const following = z.object({ following: z.boolean() })

export const hashtagOperations = {
  'hashtags.get': operation({
    ...read,
    summary: 'Returns a hashtag. One that nobody has used has no posts.',
    http: 'GET /v1/hashtags/{tag}',
    input: byTag,
    output: hashtag,
    example: { input: { tag: 'Café' }, output: exampleHashtag },
  }),
  'hashtags.posts': operation({
    ...read,
    summary:
      'Returns the posts with a hashtag in their caption that the caller may see, without those of muted users. `recent`: newest first. `top`: of the newest 500 of them those with the most likes first, then the newest; hidden likes do not count.',
    http: 'GET /v1/hashtags/{tag}/posts',
    input: z.object({ ...byTag.shape, order: z.enum(['top', 'recent']).default('recent'), ...page }),
    output: pageOf(post),
    example: { input: { tag: 'Café' }, output: { items: [examplePost], nextCursor: null } },
  }),
  'hashtags.search': operation({
    ...read,
    access: 'public',
    summary:
      'Returns hashtags that begin with a text or resemble it, those with the most posts first; to signed-out visitors too.',
    http: 'GET /v1/search/hashtags',
    input: z.object({ q: text(100, 1), limit: page.limit }),
    output: pageOf(hashtag),
    errors: [],
    example: { input: { q: 'caf' }, output: { items: [exampleHashtag], nextCursor: null } },
  }),
  'hashtags.follow': operation({
    ...write,
    summary: `Follows a hashtag: its posts join the caller's feed. A user follows at most ${maxFollowedTags}. Nobody is notified.`,
    http: 'PUT /v1/hashtags/{tag}/follow',
    input: byTag,
    output: following,
    errors: ['invalid', 'conflict'],
    example: { input: { tag: 'Café' }, output: { following: true } },
  }),
  'hashtags.unfollow': operation({
    ...write,
    summary: 'Stops following a hashtag.',
    http: 'DELETE /v1/hashtags/{tag}/follow',
    input: byTag,
    output: following,
    example: { input: { tag: 'Café' }, output: { following: false } },
  }),
  'hashtags.following': operation({
    ...read,
    summary: 'Returns the hashtags that the caller follows, last followed first.',
    http: 'GET /v1/me/hashtags',
    input: z.object(page),
    output: pageOf(hashtag),
    errors: [],
    example: { input: {}, output: { items: [exampleHashtag], nextCursor: null } },
  }),
}
