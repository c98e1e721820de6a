import { z } from 'zod'
import { job, UNLIMITED } from './job.ts'

export const logJobs = {
  'rows.expire': job({
    summary: 'Delete rows that are kept only for a time: idempotency keys, invalidations, old log entries.',
    queue: 'rest',
    payload: z.object({}),
    id: () => 'expire-rows',
    attempts: UNLIMITED,
    backoff: 60,
  }),
}
