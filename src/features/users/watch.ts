import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { requireUser } from '#domain/users/require-user'
import { viewProfile } from '#views/profiles'

export const watchProfile = plain('users.watch', async function watchProfile({ username }, ctx) {
  const { id } = await requireUser(ctx, username)
  // Watching begins before the state is read, so that nothing falls between the two.
  ctx.watch({ topic: 'profile', id, ownerId: id })
  const profile = await viewProfile(ctx, ctx.viewer.id, username)
  if (profile?.id === id) return { profile }
  ctx.unwatch({ topic: 'profile', id })
  throw notFound('user')
})
