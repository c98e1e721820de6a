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

export const post = z.object({
  id,
  author: user,
  caption: z.string(),
  entities: entitiesIn('caption'),
  media: z.array(media),
  counts: postCounts,
  viewer: z
    .object({
      liked: z.boolean(),
      saved: z.boolean(),
      reason: z
        .enum(['following', 'hashtag', 'own'])
        .nullable()
        .describe('Why the post is in the feed; null elsewhere'),
    })
    .describe('What the caller has done'),
  likesHidden: z.boolean().describe('Whether only the author sees the number of likes; for others it is 0'),
  hashtags: z.array(z.string()).describe('The tags of the caption, each once'),
  mentions: z.array(user).describe('The users whom the caption mentions'),
  tagged: z
    .array(z.object({ user, mediaIndex: z.int(), x: z.number(), y: z.number() }))
    .describe('The users tagged in photos; `x` and `y` are in 0–1 of width and height'),
  location: location.nullable(),
  commentsDisabled: z.boolean(),
  get sharedPost() {
    return post.nullable().describe('The post that this one reposts, as the caller may see it; its own is null')
  },
  sharedPostUnavailable: z.boolean().describe('Whether it reposts a post that the caller may not see, or that is gone'),
  pinned: z.boolean().describe("Whether it stands first in its author's profile"),
  createdAt: time,
  editedAt: time.nullable(),
  publishAt: time.nullable(),
  publishedAt: time.nullable(),
  deletedAt: time.nullable().describe('When its author deleted it: for 30 days they can restore it'),
  status: z.enum(['published', 'processing', 'scheduled', 'draft', 'archived']),
  version: z
    .int()
    .describe('Grows with every change of the post: of two states, the one with the larger version is newer'),
})
export type Post = z.infer<typeof post>

export const postVersion = z.object({
  id,
  ...post.pick({ caption: true, entities: true, location: true }).shape,
  media: z.array(media).describe('Its photos in their order then, without those that have been removed since'),
  writtenAt: time.describe('When it was published like this, or edited to this'),
  replacedAt: time.describe('When the next edit replaced it'),
})
export type PostVersion = z.infer<typeof postVersion>
