import { endSession } from '#changes/end-sessions'
import { handle } from '#core/handler'

export const signOut = handle('auth.signOut', async (_, ctx) => {
  await endSession(ctx, ctx.viewer.sessionId)
  return {}
})
