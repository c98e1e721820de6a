import { z } from 'zod'
import { id } from '#contract'
import { job, UNLIMITED } from './job.ts'

export const userJobs = {
  'follow.accept': job({
    summary: 'Accept the pending follow requests of an account that has become public.',
    queue: 'rest',
    payload: z.object({ userId: id }),
    id: ({ userId }) => `accept-${userId}`,
    attempts: 20,
    backoff: 2,
  }),
  'names.index': job({
    summary: 'Write the searchable names of the next users after `after`, once through all users.',
    queue: 'rest',
    payload: z.object({ after: id.nullable().default(null) }),
    id: () => 'index-names',
    attempts: UNLIMITED,
    backoff: 60,
  }),
}
