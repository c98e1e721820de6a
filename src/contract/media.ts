import { z } from 'zod'
import { examples, ids } from './examples.ts'
import { operation } from './operation.ts'
import { crop, id, idempotencyKey, media as mediaShape, text } from './shapes.ts'

/** A photo may have so many bytes (25 MiB): one more is too large. */
export const MAX_PHOTO_BYTES = 25 * 1024 * 1024

export const media = {
  'media.upload': operation({
    summary:
      'Upload a photo (JPEG, PNG, WebP, GIF, AVIF; up to 25 MiB and 100 megapixels), whatever its name or type says. Of an animation the first frame is shown; it may have 50,000 frames and 10,000 megapixels in all. `media.ready` tells when it can be shown.',
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
      crop: crop.optional().describe('The part that is kept: of the upright picture, in its pixels'),
      idempotencyKey,
    }),
    output: mediaShape,
    errors: ['too_large', 'unsupported_media', 'conflict'],
    example: {
      input: { altText: 'A lighthouse at dusk' },
      output: { ...examples.media, status: 'processing', image: null },
    },
  }),
  'media.get': operation({
    summary: "One's own upload and how far it is.",
    http: 'GET /v1/media/{mediaId}',
    namespace: 'posts',
    access: 'user',
    kind: 'read',
    limit: 'read',
    input: z.object({ mediaId: id }),
    output: mediaShape,
    errors: ['not_found'],
    example: { input: { mediaId: ids.media }, output: examples.media },
  }),
}
