import { endAllSessions } from '#changes/end-sessions'
import { handle } from '#core/handler'

export const signOutAll = handle('auth.signOutAll', async (_, ctx) => {
  await endAllSessions(ctx, ctx.viewer.id)
  return {}
})
