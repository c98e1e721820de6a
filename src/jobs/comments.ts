import { z } from 'zod'
import { id } from '#contract'
import { job, UNLIMITED } from './job.ts'

export const commentJobs = {
  'comments.index': job({
    summary: 'Write the entities and mentions of the next comments after `after`, once through all comments.',
    queue: 'rest',
    payload: z.object({ after: id.nullable().default(null) }),
    id: () => 'index-comments',
    attempts: UNLIMITED,
    backoff: 60,
  }),
  'comments.filter': job({
    summary:
      "Apply a user's hidden words to the comments of their posts after one; of a post begun, to those after a comment.",
    queue: 'rest',
    payload: z.object({
      userId: id,
      after: id.nullable().default(null),
      begun: z.object({ postId: id, after: id }).nullable().default(null),
    }),
    id: ({ userId }) => `filter-${userId}`,
    attempts: 20,
    backoff: 2,
  }),
}
