import { plain } from '#core/pipeline/handler'
import { lockAtStage, moveStage } from '#domain/accounts/move-stage'
import { viewSignedIn } from '#views/accounts'

export const skipPhoto = plain('auth.skipPhoto', async function skipPhoto(_, ctx) {
  await lockAtStage(ctx.em, ctx.viewer, 'photo')
  const tokens = await moveStage(ctx, ctx.viewer, 'done')
  return { tokens, user: await viewSignedIn(ctx, ctx.viewer.id, 'done') }
})
