import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { viewProfile } from '#views/profile-view'

export const getUser = handle('users.get', async ({ username }, ctx) => {
  const profile = await viewProfile(ctx, ctx.viewer?.id ?? null, username)
  return profile ?? refuse('not_found', 'There is nobody of that name.')
})
