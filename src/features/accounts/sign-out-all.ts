import { plain } from '#core/pipeline/handler'
import { doubtOthers, endAllSessions } from '#domain/accounts/end-sessions'

export const signOutAll = plain('auth.signOutAll', async (_, ctx) => {
  await endAllSessions(ctx, ctx.viewer.id)
  await doubtOthers(ctx.em, ctx.viewer.id, ctx.viewer.sessionId, ctx.from)
  return {}
})
