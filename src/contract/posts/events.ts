import { z } from 'zod'
import { comment } from '../comments/shapes.ts'
import { event } from '../event.ts'
import { ids } from '../examples.ts'
import { id } from '../primitives.ts'
import { examplePost } from './examples.ts'
import { postCounts } from './shapes.ts'

export const postEvents = {
  'post.activity': event({
    summary:
      'Changes of a watched post: at most five updates a second, each with complete counts. Drop an update with an older `version`. `more` means that comments were left out, `changed` that the post has been edited and should be loaded again.',
    namespace: 'posts',
    kind: 'ephemeral',
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
