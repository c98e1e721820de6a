import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { acceptRequests } from '#domain/users/accept-requests'
import { requireUser } from '#domain/users/require-user'
import { Follow } from '#entities'

export const acceptRequest = plain('users.acceptRequest', async function acceptRequest({ username }, ctx) {
  const follower = await requireUser(ctx, username)
  const accepted = await acceptRequests(ctx, ctx.viewer.id, [follower.id])
  if (accepted.length > 0) return {}
  // Accepted already: by another device, or by a call whose response was lost.
  const tie = { followerId: follower.id, followeeId: ctx.viewer.id }
  if ((await ctx.em.count(Follow, { ...tie, status: 'following' })) === 0) throw notFound('follow request')
  return {}
})
