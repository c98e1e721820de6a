import { z } from 'zod'
import { event } from './event.ts'
import { ids } from './examples.ts'
import { operation } from './operation.ts'
import { id, idempotencyKey, text } from './primitives.ts'

/** The maximum size of a photo: 25 MiB. */
export const MAX_PHOTO_BYTES = 25 * 1024 * 1024

/** A part of a photo, in pixels of the upright picture. */
export const crop = z.object({
  x: z.int().min(0),
  y: z.int().min(0),
  width: z.int().min(1),
  height: z.int().min(1),
})
export type Crop = z.infer<typeof crop>

export const variant = z.object({
  name: z.enum(['thumb', 'small', 'medium', 'large']),
  width: z.int(),
  height: z.int(),
  format: z.enum(['webp', 'jpeg', 'avif']),
  url: z.string(),
})

export const image = z.object({
  width: z.int(),
  height: z.int(),
  thumbhash: z.string().describe('A blurred placeholder: a ThumbHash, as Base64'),
  color: z.string().describe('The dominant color, as `#rrggbb`: shown until anything else is there'),
  variants: z
    .array(variant)
    .describe(
      'Each `url` is relative to the origin of the server, needs no token, and is valid for two to three hours',
    ),
})
export type Image = z.infer<typeof image>

export const media = z.object({
  id,
  status: z.enum(['processing', 'ready', 'failed']),
  kind: z.enum(['image', 'video']),
  image: image.nullable().describe('Null until it is ready'),
  altText: z.string(),
  failure: z.string().optional().describe('Why it failed'),
})
export type Media = z.infer<typeof media>

export const exampleImage: Image = {
  width: 1080,
  height: 1350,
  thumbhash: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
  color: '#3d5a80',
  variants: [
    {
      name: 'small',
      width: 320,
      height: 400,
      format: 'webp',
      url: `/media/${ids.media}/small.webp?e=1777892400&p=0&s=Zk3b0J8lq1c`,
    },
  ],
}

export const exampleMedia: Media = {
  id: ids.media,
  status: 'ready',
  kind: 'image',
  image: exampleImage,
  altText: 'A lighthouse at dusk',
}

export const mediaOperations = {
  'media.upload': operation({
    summary:
      'Uploads a photo: JPEG, PNG, WebP, GIF or AVIF, up to 25 MiB and 100 megapixels. Its content decides, not its name or declared type. An animation is shown as its first frame; it may have up to 50,000 frames and 10,000 megapixels in all. `media.ready` announces when it can be shown.',
    http: 'POST /v1/media',
    namespace: null,
    access: 'user',
    kind: 'write',
    status: 202,
    multipart: true,
    idempotent: true,
    limit: 'upload',
    input: z.object({
      altText: text(1000).default(''),
      crop: crop.optional().describe('The part to keep, in pixels of the upright picture'),
      idempotencyKey,
    }),
    output: media,
    errors: ['too_large', 'unsupported_media', 'conflict'],
    example: {
      input: { altText: 'A lighthouse at dusk' },
      output: { ...exampleMedia, status: 'processing', image: null },
    },
  }),
  'media.get': operation({
    summary: 'Returns an upload of the caller and its status.',
    http: 'GET /v1/media/{mediaId}',
    namespace: 'posts',
    access: 'user',
    kind: 'read',
    limit: 'read',
    input: z.object({ mediaId: id }),
    output: media,
    errors: ['not_found'],
    example: { input: { mediaId: ids.media }, output: exampleMedia },
  }),
  'media.update': operation({
    summary: 'Changes the alt text of an upload of the caller, also where a post shows it.',
    http: 'PATCH /v1/media/{mediaId}',
    namespace: 'posts',
    access: 'user',
    kind: 'write',
    limit: 'write',
    input: z.object({ mediaId: id, altText: text(1000) }),
    output: media,
    errors: ['not_found'],
    example: { input: { mediaId: ids.media, altText: 'A lighthouse at dusk' }, output: exampleMedia },
  }),
}

export const mediaEvents = {
  'media.ready': event({
    summary: 'An upload has been processed: it is ready, or it failed with a reason.',
    namespace: 'users',
    kind: 'durable',
    payload: z.object({ media }),
    example: { media: exampleMedia },
  }),
}
