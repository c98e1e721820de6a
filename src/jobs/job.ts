import type { z } from 'zod'

/** A background job: its payload, its id (the same work has the same id), and how it is retried. */
export type Job<P extends z.ZodObject = z.ZodObject> = {
  summary: string
  queue: 'media' | 'rest'
  payload: P
  /** Unique among the waiting jobs. No colon and not only digits: the queues reject those. */
  id: (payload: z.infer<P>) => string
  attempts: number
  /** Seconds until the first retry; each later one waits twice as long. */
  backoff: number
  /** Whether its effect stays when it was enqueued again meanwhile, and the next run only does the rest; usually it is rolled back. */
  keepsEffect?: true
}

export const job = <P extends z.ZodObject>(declared: Job<P>): Job<P> => declared

/** The attempts of a job that runs again for ever. */
export const UNLIMITED = 1_000_000
