import type { Stage } from '#contract'
import { ApiError, commitThen } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { doubtDevice, endSession } from '#domain/accounts/end-sessions'
import { findSession, graceSeconds, rotateSession, tokensOf } from '#domain/accounts/issue-tokens'
import { notifySecurity } from '#domain/accounts/security-notice'
import { viewSignedIn } from '#views/signed-in'

/** `isTolerated` says whether the token, if it is spent, was spent so lately that this may be a retry. */
type Live = { userId: string; number: number; stage: Stage; isTolerated: boolean }

const graceBegins = sql`now() - ${graceSeconds} * interval '1 second'`

export const refresh = plain('auth.refresh', async ({ refreshToken }, ctx) => {
  const denied = () => new ApiError('unauthenticated', 'The refresh token is not valid: sign in again.')
  const read = ctx.credentials.readRefreshToken(refreshToken)
  if (read === null) throw denied()
  const live = await row<Live>(
    ctx.em,
    sql`select user_id as "userId", refresh_number as number, users.stage,
        coalesce(refreshed_at > ${graceBegins} and (
          case when ${read.number} = refresh_number - 1 then refreshed_at
            else (spent_at ->> ${String(read.number)}::text)::timestamptz end
        ) > ${graceBegins}, false) as "isTolerated"
      from session join users on users.id = user_id
      where session.id = ${read.sessionId} and ended_at is null and expires_at > now() and users.status = 'active'
      for no key update of session`,
  )
  if (live === null || read.number > live.number) throw denied()
  if (ctx.viewer && ctx.viewer.id !== live.userId) throw denied()
  const isSpent = read.number < live.number
  if (isSpent && !live.isTolerated) {
    // Somebody else has this token: neither of the two may go on.
    await endSession(ctx, read.sessionId)
    await doubtDevice(ctx.em, read.sessionId)
    await notifySecurity(ctx, live.userId, 'token_reused', ctx.from)
    throw commitThen(denied())
  }
  // A retry gets the newest token, also where others have spent its successor since: there is never a second line.
  const session = isSpent
    ? await findSession(ctx.em, read.sessionId)
    : await rotateSession(ctx.em, read.sessionId, ctx.from)
  return {
    tokens: tokensOf(session, live.stage, ctx.credentials),
    user: await viewSignedIn(ctx, live.userId, live.stage),
  }
})
