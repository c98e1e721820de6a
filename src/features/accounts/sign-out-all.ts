import { doubtOthers, endAllSessions } from '#changes/end-sessions'
import { handle } from '#core/handler'

export const signOutAll = handle('auth.signOutAll', async (_, ctx) => {
  await endAllSessions(ctx, ctx.viewer.id)
  await doubtOthers(ctx.em, ctx.viewer.id, ctx.viewer.sessionId, ctx.from)
  return {}
})
