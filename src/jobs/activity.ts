import { z } from 'zod'
import { id } from '#contract'
import { job } from './job.ts'

export const activityJobs = {
  'activity.clear': job({
    summary: 'Undo some of the likes, comments and follows that a user has asked to clear, until none is left.',
    queue: 'rest',
    payload: z.object({ clearingId: id }),
    id: ({ clearingId }) => `clear-${clearingId}`,
    attempts: 20,
    backoff: 2,
  }),
}
