import { plain } from '#core/pipeline/handler'
import { endSession } from '#domain/accounts/end-sessions'

export const signOut = plain('auth.signOut', async function signOut(_, ctx) {
  await endSession(ctx, ctx.viewer.sessionId)
  return {}
})
