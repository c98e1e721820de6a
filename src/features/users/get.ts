import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { viewProfile } from '#views/profiles'

export const getUser = plain('users.get', async function getUser({ username }, ctx) {
  const profile = await viewProfile(ctx, ctx.viewer?.id ?? null, username)
  if (profile === null) throw notFound('user')
  return profile
})
