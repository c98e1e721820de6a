import { lockAtStage } from '#changes/move-stage'
import { sendCode } from '#changes/send-code'
import { handle } from '#core/handler'

export const resendCode = handle('auth.resendCode', async (_, ctx) => {
  const { contact } = await lockAtStage(ctx.em, ctx.viewer, 'code')
  await sendCode(ctx, ctx.viewer.id, contact)
  return {}
})
