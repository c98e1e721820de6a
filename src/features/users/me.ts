import { ApiError } from '#core/pipeline/errors'
import { handle } from '#core/pipeline/handler'
import { viewAccount } from '#views/accounts'

export const me = handle('users.me', async (_, ctx) => {
  const account = await viewAccount(ctx, ctx.viewer.id)
  return account ?? new ApiError('not_found', 'This account is gone.')
})
