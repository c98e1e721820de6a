import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'
import { viewProfile } from '#views/profile-view'

export const me = handle('users.me', async (_, ctx) => {
  const own = await row<{ username: string }>(ctx.em, sql`select username from users where id = ${ctx.viewer.id}`)
  const profile = await viewProfile(ctx, ctx.viewer.id, own?.username ?? '')
  return profile ?? refuse('not_found', 'This account is gone.')
})
