import { plain } from '#core/pipeline/handler'
import { lockAtStage, moveStage } from '#domain/accounts/move-stage'
import { viewUsers } from '#views/users'

export const skipPhoto = plain('auth.skipPhoto', async (_, ctx) => {
  await lockAtStage(ctx.em, ctx.viewer, 'photo')
  const tokens = await moveStage(ctx, ctx.viewer, 'done')
  return { tokens, user: (await viewUsers(ctx, [ctx.viewer.id])).get(ctx.viewer.id) ?? null }
})
