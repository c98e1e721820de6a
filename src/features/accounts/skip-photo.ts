import { lockAtStage, moveStage } from '#changes/move-stage'
import { handle } from '#core/handler'
import { viewUsers } from '#views/user-view'

export const skipPhoto = handle('auth.skipPhoto', async (_, ctx) => {
  await lockAtStage(ctx.em, ctx.viewer, 'photo')
  const tokens = await moveStage(ctx, ctx.viewer, 'done')
  return { tokens, user: (await viewUsers(ctx, [ctx.viewer.id])).get(ctx.viewer.id) ?? null }
})
