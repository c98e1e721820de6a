import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { endFollow } from '#domain/users/end-follow'
import { requireUser } from '#domain/users/require-user'

export const declineRequest = plain('users.declineRequest', async function declineRequest({ username }, ctx) {
  const follower = await requireUser(ctx, username)
  const isDeclined = await endFollow(ctx, { followerId: follower.id, followeeId: ctx.viewer.id }, 'requested')
  if (!isDeclined) throw notFound('follow request')
  return {}
})
