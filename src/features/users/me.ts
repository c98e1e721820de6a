import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { viewAccount } from '#views/account-view'

export const me = handle('users.me', async (_, ctx) => {
  const account = await viewAccount(ctx, ctx.viewer.id)
  return account ?? refuse('not_found', 'This account is gone.')
})
