import { z } from 'zod'
import { id } from '#contract'
import { job, UNLIMITED } from './job.ts'

export const feedJobs = {
  'feed.fanOut': job({
    summary: "Put a post into the feeds of the author's followers, and notify those who are online if it is new.",
    queue: 'rest',
    payload: z.object({ postId: id, isRestored: z.literal(true).optional() }),
    id: ({ postId }) => `fan-out-${postId}`,
    attempts: 10,
    backoff: 2,
  }),
  'feeds.trim': job({
    summary:
      'Keep only the newest posts in the feeds of the next users after `after`; starts over after the last user.',
    queue: 'rest',
    payload: z.object({ after: id.nullable().default(null) }),
    id: () => 'trim-feeds',
    attempts: UNLIMITED,
    backoff: 60,
  }),
}
