import { plain } from '#core/pipeline/handler'
import { doubtOthers } from '#domain/accounts/devices'
import { endAllSessions } from '#domain/accounts/end-sessions'

export const signOutAll = plain('auth.signOutAll', async function signOutAll(_, ctx) {
  await endAllSessions(ctx, ctx.viewer.id)
  await doubtOthers(ctx.em, ctx.viewer.id, ctx.viewer.sessionId, ctx.from)
  return {}
})
