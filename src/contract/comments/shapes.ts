import { z } from 'zod'
import { exampleTime, ids } from '../examples.ts'
import { id, time } from '../primitives.ts'
import { entitiesIn } from '../text-entity.ts'
import { bob } from '../users/examples.ts'
import { user } from '../users/shapes.ts'

export const commentCounts = z.object({ likes: z.int(), replies: z.int() })

export const comment = z.object({
  id,
  postId: id,
  author: user,
  text: z.string(),
  entities: entitiesIn('text'),
  parentId: id.nullable().describe('The comment that began the thread; null for that comment itself'),
  replyTo: user.nullable().describe('Whom a reply answers'),
  counts: commentCounts,
  viewer: z.object({ liked: z.boolean() }),
  pinned: z.boolean(),
  createdAt: time,
  editedAt: time.nullable(),
  deletedAt: time
    .nullable()
    .describe('When it was deleted: while it has replies it stays without text, and its author is nobody'),
})
export type Comment = z.infer<typeof comment>

export const exampleComment: Comment = {
  id: ids.comment,
  postId: ids.post,
  author: bob,
  text: 'What a sky!',
  entities: [],
  parentId: null,
  replyTo: null,
  counts: { likes: 0, replies: 0 },
  viewer: { liked: false },
  pinned: false,
  createdAt: exampleTime,
  editedAt: null,
  deletedAt: null,
}
