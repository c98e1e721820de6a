import { findPerson } from '#access/people'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { endFollow } from '#domain/users/end-follow'

export const declineRequest = plain('users.declineRequest', async ({ username }, ctx) => {
  const asking = await findPerson(ctx.em, ctx.viewer.id, username)
  const tie = asking && { followerId: asking.id, followeeId: ctx.viewer.id }
  const declined = tie !== null && (await endFollow(ctx, tie, 'requested'))
  return declined ? {} : new ApiError('not_found', 'Nobody of that name asks to follow you.')
})
