import type { z } from 'zod'
import { accountJobs } from './accounts.ts'
import { activityJobs } from './activity.ts'
import { commentJobs } from './comments.ts'
import { feedJobs } from './feed.ts'
import { logJobs } from './log.ts'
import { mediaJobs } from './media.ts'
import { notificationJobs } from './notifications.ts'
import { postJobs } from './posts.ts'
import { userJobs } from './users.ts'

/** The jobs by the noun that owns their effect; their handlers are in the folder of that noun in `workers`. */
export const jobsOf = {
  accounts: accountJobs,
  activity: activityJobs,
  comments: commentJobs,
  feed: feedJobs,
  log: logJobs,
  media: mediaJobs,
  notifications: notificationJobs,
  posts: postJobs,
  users: userJobs,
}

export const jobs = {
  ...accountJobs,
  ...activityJobs,
  ...commentJobs,
  ...feedJobs,
  ...logJobs,
  ...mediaJobs,
  ...notificationJobs,
  ...postJobs,
  ...userJobs,
}

export type JobName = keyof typeof jobs
export type JobPayload<J extends JobName> = z.infer<(typeof jobs)[J]['payload']>

export type { NoticeKind } from './accounts.ts'
export type { Job } from './job.ts'
