import { z } from 'zod'
import { ids } from './examples.ts'
import { exampleMedia, image } from './media.ts'
import { operation } from './operation.ts'
import { examplePost } from './posts/examples.ts'
import { post } from './posts/shapes.ts'
import { id, idempotencyKey, nothing, page, pageOf, someText } from './primitives.ts'

export const collection = z.object({
  id,
  title: z.string(),
  cover: image.nullable().describe('The photo of the cover post, otherwise of the post added last'),
  counts: z.object({ posts: z.int().describe('Counted up to 1,000') }),
  holds: z.boolean().nullable().describe('Whether the post of `postId` is in it; null where none is named'),
})
export type Collection = z.infer<typeof collection>

export const exampleCollection: Collection = {
  id: ids.collection,
  title: 'Lighthouses',
  cover: exampleMedia.image,
  counts: { posts: 1 },
  holds: null,
}

/** How many collections a user can have. */
export const maxCollections = 200

const about = z.object({ collectionId: id })

const read = { namespace: 'posts', access: 'user', limit: 'read', kind: 'read', errors: ['not_found'] } as const

const write = { ...read, kind: 'write', limit: 'write' } as const

export const collectionOperations = {
  'collections.list': operation({
    ...read,
    summary: "Returns the caller's collections of saved posts, newest first. Nobody else sees them.",
    http: 'GET /v1/me/collections',
    input: z.object({ postId: id.optional().describe('Says of each collection whether it holds this post'), ...page }),
    output: pageOf(collection),
    errors: [],
    example: { input: {}, output: { items: [exampleCollection], nextCursor: null } },
  }),
  'collections.create': operation({
    ...write,
    summary: `Creates a collection, of at most ${maxCollections} for each user.`,
    http: 'POST /v1/me/collections',
    status: 201,
    idempotent: true,
    input: z.object({ title: someText(100), idempotencyKey }),
    output: collection,
    errors: ['invalid', 'conflict'],
    example: {
      input: { title: 'Lighthouses' },
      output: { ...exampleCollection, cover: null, counts: { posts: 0 } },
    },
  }),
  'collections.update': operation({
    ...write,
    summary: 'Changes the title or the cover of a collection.',
    http: 'PATCH /v1/me/collections/{collectionId}',
    input: z.object({
      collectionId: id,
      title: someText(100).optional(),
      coverPostId: id
        .nullable()
        .optional()
        .describe('A post of the collection; null for the post added last. Its first photo is the cover'),
    }),
    output: collection,
    errors: ['not_found', 'invalid'],
    example: {
      input: { collectionId: ids.collection, title: 'Towers' },
      output: { ...exampleCollection, title: 'Towers' },
    },
  }),
  'collections.delete': operation({
    ...write,
    summary: 'Deletes a collection. Its posts stay saved.',
    http: 'DELETE /v1/me/collections/{collectionId}',
    input: about,
    output: nothing,
    example: { input: { collectionId: ids.collection }, output: {} },
  }),
  'collections.posts': operation({
    ...read,
    summary: 'Returns the posts of a collection that the caller can see now, last added first.',
    http: 'GET /v1/me/collections/{collectionId}/posts',
    input: z.object({ collectionId: id, ...page }),
    output: pageOf(post),
    example: { input: { collectionId: ids.collection }, output: { items: [examplePost], nextCursor: null } },
  }),
  'collections.add': operation({
    ...write,
    summary: 'Adds a post to a collection, and saves it. Adding twice changes nothing.',
    http: 'PUT /v1/me/collections/{collectionId}/posts/{postId}',
    input: z.object({ collectionId: id, postId: id }),
    output: collection,
    example: {
      input: { collectionId: ids.collection, postId: ids.post },
      output: { ...exampleCollection, holds: true },
    },
  }),
  'collections.remove': operation({
    ...write,
    summary: 'Removes a post from a collection. It stays saved.',
    http: 'DELETE /v1/me/collections/{collectionId}/posts/{postId}',
    input: z.object({ collectionId: id, postId: id }),
    output: collection,
    example: {
      input: { collectionId: ids.collection, postId: ids.post },
      output: { ...exampleCollection, cover: null, counts: { posts: 0 }, holds: false },
    },
  }),
}
