import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { endFollow } from '#domain/users/end-follow'
import { requireUser } from '#domain/users/require-user'

export const removeFollower = plain('users.removeFollower', async function removeFollower({ username }, ctx) {
  const follower = await requireUser(ctx, username)
  const isRemoved = await endFollow(ctx, { followerId: follower.id, followeeId: ctx.viewer.id }, 'following')
  if (!isRemoved) throw notFound('follower')
  return {}
})
