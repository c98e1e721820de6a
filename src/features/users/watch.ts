import { findPerson } from '#access/people'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { viewProfile } from '#views/profiles'

export const watchProfile = plain('users.watch', async ({ username }, ctx) => {
  const missing = () => new ApiError('not_found', 'There is nobody of that name.')
  const person = await findPerson(ctx.em, ctx.viewer.id, username)
  if (person === null) throw missing()
  // Watching begins before the state is read, so that nothing falls between the two.
  ctx.watch({ topic: 'profile', id: person.id, ownerId: person.id })
  const profile = await viewProfile(ctx, ctx.viewer.id, username)
  if (profile?.id === person.id) return { profile }
  ctx.unwatch({ topic: 'profile', id: person.id })
  throw missing()
})
