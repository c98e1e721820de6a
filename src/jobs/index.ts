import { z } from 'zod'
import { id } from '#contract'

/** A background task: its payload, its id (the same work has the same id), how often it is tried and how soon again. */
export type Job<P extends z.ZodObject = z.ZodObject> = {
  summary: string
  queue: 'media' | 'rest'
  payload: P
  /** Unique among what is waiting. No colon and not only digits: queues refuse those. */
  id: (payload: z.infer<P>) => string
  attempts: number
  /** Seconds until the first retry; each later one waits twice as long. */
  backoff: number
}

const job = <P extends z.ZodObject>(declared: Job<P>): Job<P> => declared

export const jobs = {
  'code.send': job({
    summary: 'Mail or text a six-digit code.',
    queue: 'rest',
    payload: z.object({ codeId: id }),
    id: ({ codeId }) => `code-${codeId}`,
    attempts: 8,
    backoff: 5,
  }),
  'account.warn': job({
    summary: 'Tell the owner of an address that somebody tried to sign up with it.',
    queue: 'rest',
    payload: z.object({ userId: id }),
    id: ({ userId }) => `warn-${userId}`,
    attempts: 5,
    backoff: 30,
  }),
  'photo.render': job({
    summary: 'Make the renditions of an upload, then publish the post that waited for it.',
    queue: 'media',
    payload: z.object({ mediaId: id }),
    id: ({ mediaId }) => `photo-${mediaId}`,
    attempts: 3,
    backoff: 5,
  }),
  'feed.fanOut': job({
    summary: 'Put a post into the feeds of the author’s followers, and tell those who are online.',
    queue: 'rest',
    payload: z.object({ postId: id }),
    id: ({ postId }) => `fan-out-${postId}`,
    attempts: 10,
    backoff: 2,
  }),
  'notification.grow': job({
    summary: 'Tell somebody how far their groups of notifications have grown.',
    queue: 'rest',
    payload: z.object({ userId: id }),
    id: ({ userId }) => `grow-${userId}`,
    attempts: 5,
    backoff: 2,
  }),
  'files.remove': job({
    summary: 'Remove the files of a deleted photo.',
    queue: 'rest',
    payload: z.object({ key: z.string() }),
    id: ({ key }) => `remove-${key.replaceAll('/', '-')}`,
    attempts: 20,
    backoff: 5,
  }),
  'rows.expire': job({
    summary: 'Drop what is only kept for a time: idempotency keys, invalidations, old log entries.',
    queue: 'rest',
    payload: z.object({}),
    id: () => 'expire-rows',
    // There is always a next time.
    attempts: 1_000_000,
    backoff: 60,
  }),
}

export type JobName = keyof typeof jobs
export type JobPayload<J extends JobName> = z.infer<(typeof jobs)[J]['payload']>
