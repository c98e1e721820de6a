import { z } from 'zod'
import { comment } from '../comments.ts'
import { event } from '../event.ts'
import { ids } from '../examples.ts'
import { id } from '../primitives.ts'
import { examplePost } from './examples.ts'
import { postCounts } from './shapes.ts'

export const postEvents = {
  'post.activity': event({
    summary:
      'What happened to a watched post: at most five frames a second, each complete in its counts. An older `version` is to be dropped; `more` says that comments are left out, `changed` that the post has been edited and should be loaded again.',
    namespace: 'posts',
    kind: 'live',
    payload: z.object({
      postId: id,
      version: z.int(),
      counts: postCounts,
      comments: z.array(comment.omit({ viewer: true })),
      removedCommentIds: z.array(id),
      more: z.literal(true).optional(),
      changed: z.literal(true).optional(),
      deleted: z.literal(true).optional(),
    }),
    example: { postId: ids.post, version: 5, counts: examplePost.counts, comments: [], removedCommentIds: [] },
  }),
}
