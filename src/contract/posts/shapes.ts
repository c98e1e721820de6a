import { z } from 'zod'
import { media } from '../media.ts'
import { id, someText, time } from '../primitives.ts'
import { entitiesIn } from '../text-entity.ts'
import { user } from '../users/shapes.ts'

export const postCounts = z.object({ likes: z.int(), comments: z.int(), shares: z.int() })

export const location = z.object({
  name: someText(100),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
})

const notYet = 'Always empty for now'

export const post = z.object({
  id,
  author: user,
  caption: z.string(),
  entities: entitiesIn('caption'),
  media: z.array(media),
  counts: postCounts.describe('Shares are not counted yet'),
  viewer: z.object({ liked: z.boolean(), saved: z.boolean() }).describe('What the caller has done'),
  hashtags: z.array(z.string()).describe('The tags of the caption, each once'),
  mentions: z.array(user).describe(notYet),
  tagged: z.array(z.object({ user, mediaIndex: z.int(), x: z.number(), y: z.number() })).describe(notYet),
  location: location.nullable(),
  commentsDisabled: z.boolean(),
  get sharedPost() {
    return post.nullable()
  },
  createdAt: time,
  editedAt: time.nullable(),
  publishAt: time.nullable(),
  publishedAt: time.nullable(),
  status: z.enum(['published', 'processing', 'scheduled', 'draft', 'archived']),
  version: z
    .int()
    .describe('Grows with every change of the post: of two states, the one with the larger version is newer'),
})
export type Post = z.infer<typeof post>
