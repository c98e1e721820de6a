import { findPerson } from '#access/people'
import { endFollow } from '#changes/end-follow'
import { handle } from '#core/handler'
import { refuse } from '#core/refusal'

export const removeFollower = handle('users.removeFollower', async ({ username }, ctx) => {
  const follower = await findPerson(ctx.em, ctx.viewer.id, username)
  const tie = follower && { followerId: follower.id, followeeId: ctx.viewer.id }
  const removed = tie !== null && (await endFollow(ctx, tie, 'following'))
  return removed ? {} : refuse('not_found', 'Nobody of that name follows you.')
})
