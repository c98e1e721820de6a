import { z } from 'zod'
import { id } from '#contract'
import { job, UNLIMITED } from './job.ts'

export const postJobs = {
  'captions.index': job({
    summary: 'Write the entities, hashtags and mentions of the next captions after `after`, once through all posts.',
    queue: 'rest',
    payload: z.object({ after: id.nullable().default(null) }),
    id: () => 'index-captions',
    attempts: UNLIMITED,
    backoff: 60,
  }),
}
