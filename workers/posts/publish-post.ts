import { publishDue } from '#domain/posts/schedule-post'
import { job } from '../job.ts'

export const publishPost = job('post.publish', {
  handle: ({ postId }, ctx) => publishDue(ctx, postId),
})
