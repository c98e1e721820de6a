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
}
