import { z } from 'zod'
import { ids } from '../examples.ts'
import { exampleMessage, message } from '../messages.ts'
import { operation } from '../operation.ts'
import { id, idempotencyKey, text } from '../primitives.ts'
import { usernameRef } from '../users/shapes.ts'
import { write } from './bases.ts'
import { examplePost } from './examples.ts'
import { postCounts } from './shapes.ts'

/** How many conversations and users a post is shared with at once. */
export const maxTargets = 20

export const postSharingOperations = {
  'posts.share': operation({
    ...write,
    summary: `Sends a post as a message to conversations and users, at most ${maxTargets} together: to all of them or, after an error, to none. Each reader sees the post as they may.`,
    http: 'POST /v1/posts/{postId}/share',
    status: 201,
    idempotent: true,
    input: z.object({
      postId: id,
      conversationIds: z.array(id).max(maxTargets).default([]),
      usernames: z
        .array(usernameRef)
        .max(maxTargets)
        .default([])
        .describe('Each gets the message in their direct conversation with the caller'),
      text: text(5000).default(''),
      idempotencyKey,
    }),
    output: z.object({ messages: z.array(message), counts: postCounts }),
    errors: ['not_found', 'invalid', 'forbidden', 'conflict'],
    example: {
      input: { postId: ids.post, usernames: ['bob'], text: 'Look!' },
      output: {
        messages: [{ ...exampleMessage, kind: 'post', text: 'Look!', post: examplePost }],
        counts: { ...examplePost.counts, shares: 1 },
      },
    },
  }),
}
