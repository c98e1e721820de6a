import { z } from 'zod'
import { id, securityKind } from '#contract'

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

/** What letters an account's owner gets beside codes. */
const letterKind = z.enum([...securityKind.options, 'deleted', 'undeleted', 'suspended', 'restored', 'export_ready'])
export type NoticeKind = z.infer<typeof letterKind>

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
    /** `to` is the address it was tried with. */
    payload: z.object({ userId: id, to: z.string() }),
    id: ({ userId, to }) => `warn-${userId}-${to.includes('@') ? 'mail' : 'text'}`,
    attempts: 5,
    backoff: 30,
  }),
  'account.notify': job({
    summary: 'Write to the owner of an account that something of note has happened to it.',
    queue: 'rest',
    payload: z.object({
      userId: id,
      /** Makes the letter one of a kind, so that a repetition is known as one. */
      letterId: id,
      what: letterKind,
      /** Where to, if not to every address of the account: after a change, the one before. */
      to: z.string().nullable().default(null),
      device: z.string().default(''),
      ip: z.string().default(''),
    }),
    id: ({ letterId }) => `notify-${letterId}`,
    attempts: 8,
    backoff: 5,
  }),
  'account.settle': job({
    summary:
      'Take what somebody likes, writes and follows out of the counts of others, or put it back: as their account is.',
    queue: 'rest',
    payload: z.object({ userId: id }),
    id: ({ userId }) => `settle-${userId}`,
    attempts: 20,
    backoff: 2,
  }),
  'account.erase': job({
    summary: 'Erase a deleted account, when it can no longer be taken back.',
    queue: 'rest',
    payload: z.object({ userId: id }),
    id: ({ userId }) => `erase-${userId}`,
    attempts: 1_000_000,
    backoff: 60,
  }),
  'account.export': job({
    summary: 'Make a ZIP of somebody’s own data.',
    queue: 'rest',
    payload: z.object({ exportId: id }),
    id: ({ exportId }) => `export-${exportId}`,
    attempts: 3,
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
  'follow.accept': job({
    summary: 'Accept the follow requests that still wait for somebody who has gone public.',
    queue: 'rest',
    payload: z.object({ userId: id }),
    id: ({ userId }) => `accept-${userId}`,
    attempts: 20,
    backoff: 2,
  }),
  'feed.fanOut': job({
    summary: 'Put a post into the feeds of the author’s followers, and tell those who are online.',
    queue: 'rest',
    payload: z.object({ postId: id }),
    id: ({ postId }) => `fan-out-${postId}`,
    attempts: 10,
    backoff: 2,
  }),
  'feeds.trim': job({
    summary: 'Drop all but the newest posts from the feeds of the next people after one of them, round and round.',
    queue: 'rest',
    payload: z.object({ after: id.nullable().default(null) }),
    id: () => 'trim-feeds',
    // There is always a next time.
    attempts: 1_000_000,
    backoff: 60,
  }),
  'notification.grow': job({
    summary: 'Tell somebody how far their groups of notifications have grown.',
    queue: 'rest',
    payload: z.object({ userId: id }),
    id: ({ userId }) => `grow-${userId}`,
    attempts: 5,
    backoff: 2,
  }),
  'names.index': job({
    summary: 'Write the names of the next people after one of them as they are looked for, once through everybody.',
    queue: 'rest',
    payload: z.object({ after: id.nullable().default(null) }),
    id: () => 'index-names',
    attempts: 1_000_000,
    backoff: 60,
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
