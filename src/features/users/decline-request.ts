import { findPerson } from '#access/people'
import { endFollow } from '#changes/end-follow'
import { handle } from '#core/handler'
import { refuse } from '#core/refusal'

export const declineRequest = handle('users.declineRequest', async ({ username }, ctx) => {
  const asking = await findPerson(ctx.em, ctx.viewer.id, username)
  const tie = asking && { followerId: asking.id, followeeId: ctx.viewer.id }
  const declined = tie !== null && (await endFollow(ctx, tie, 'requested'))
  return declined ? {} : refuse('not_found', 'Nobody of that name asks to follow you.')
})
