import { z } from 'zod'
import { id } from '#contract'
import { job } from './job.ts'

export const notificationJobs = {
  'notification.grow': job({
    summary: 'Publish to a user how far their groups of notifications have grown.',
    queue: 'rest',
    payload: z.object({ userId: id }),
    id: ({ userId }) => `grow-${userId}`,
    attempts: 5,
    backoff: 2,
    // Rolled back, it would never come to an end while likes keep coming.
    keepsEffect: true,
  }),
}
