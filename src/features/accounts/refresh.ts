import { doubtDevice, endSession } from '#changes/end-sessions'
import { findSession, rotateSession, tokensOf } from '#changes/issue-tokens'
import { tellSecurity } from '#changes/tell-security'
import type { Stage } from '#contract'
import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'
import { viewSignedIn } from '#views/signed-in-view'

/** Seconds in which a client that lost the answer is given the same successor again. */
const grace = 10

type Live = { userId: string; number: number; stage: Stage; fresh: boolean }

export const refresh = handle('auth.refresh', async ({ refreshToken }, ctx) => {
  const denied = () => refuse('unauthenticated', 'The refresh token is not valid: sign in again.')
  const read = ctx.credentials.readRefreshToken(refreshToken)
  if (read === null) return denied()
  const live = await row<Live>(
    ctx.em,
    sql`select user_id as "userId", refresh_number as number, users.stage,
        refreshed_at > now() - ${grace} * interval '1 second' as fresh
      from session join users on users.id = user_id
      where session.id = ${read.sessionId} and ended_at is null and expires_at > now() and users.status = 'active'
      for no key update of session`,
  )
  if (live === null || read.number > live.number) return denied()
  if (ctx.viewer && ctx.viewer.id !== live.userId) return denied()
  const repeated = read.number === live.number - 1 && live.fresh
  if (read.number < live.number && !repeated) {
    // Somebody else has this token: neither of the two may go on.
    await endSession(ctx, read.sessionId)
    await doubtDevice(ctx.em, read.sessionId)
    await tellSecurity(ctx, live.userId, 'token_reused', ctx.from)
    return denied()
  }
  const session = repeated
    ? await findSession(ctx.em, read.sessionId)
    : await rotateSession(ctx.em, read.sessionId, ctx.from)
  return {
    tokens: tokensOf(session, live.stage, ctx.credentials),
    user: await viewSignedIn(ctx, live.userId, live.stage),
  }
})
