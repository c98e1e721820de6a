import { findPerson } from '#access/people'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { endFollow } from '#domain/users/end-follow'

export const removeFollower = plain('users.removeFollower', async ({ username }, ctx) => {
  const follower = await findPerson(ctx.em, ctx.viewer.id, username)
  const tie = follower && { followerId: follower.id, followeeId: ctx.viewer.id }
  const removed = tie !== null && (await endFollow(ctx, tie, 'following'))
  return removed ? {} : new ApiError('not_found', 'Nobody of that name follows you.')
})
