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
  'post.publish': job({
    summary: 'Publish a scheduled post that is due.',
    queue: 'rest',
    payload: z.object({ postId: id }),
    id: ({ postId }) => `publish-${postId}`,
    attempts: UNLIMITED,
    backoff: 1,
  }),
  'posts.expire': job({
    summary: 'Erase the posts that their authors deleted thirty days ago.',
    queue: 'rest',
    payload: z.object({}),
    id: () => 'expire-posts',
    attempts: UNLIMITED,
    backoff: 60,
  }),
}
