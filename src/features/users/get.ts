import { ApiError } from '#core/pipeline/errors'
import { handle } from '#core/pipeline/handler'
import { viewProfile } from '#views/profiles'

export const getUser = handle('users.get', async ({ username }, ctx) => {
  const profile = await viewProfile(ctx, ctx.viewer?.id ?? null, username)
  return profile ?? new ApiError('not_found', 'There is nobody of that name.')
})
