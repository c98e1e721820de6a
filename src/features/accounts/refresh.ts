import type { EntityManager } from '@mikro-orm/postgresql'
import { ApiError, commitThen } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { ago, db, now, sql } from '#database'
import { doubtDevice } from '#domain/accounts/devices'
import { endSession } from '#domain/accounts/end-sessions'
import { findSession, grace, rotateSession, tokensOf } from '#domain/accounts/issue-tokens'
import { notifySecurity } from '#domain/accounts/security-notice'
import { viewSignedIn } from '#views/accounts'

export const refresh = plain('auth.refresh', async function refresh({ refreshToken }, ctx) {
  const read = ctx.credentials.readRefreshToken(refreshToken)
  if (read === null) throw denied()
  const live = await lockLive(ctx.em, read)
  if (!live || read.number > live.number) throw denied()
  if (ctx.viewer && ctx.viewer.id !== live.userId) throw denied()
  const isSpent = read.number < live.number
  if (isSpent && !live.isTolerated) {
    // Someone else has this token: neither of the two may continue.
    await endSession(ctx, read.sessionId)
    await doubtDevice(ctx.em, live.userId, read.sessionId)
    await notifySecurity(ctx, live.userId, 'token_reused', ctx.from)
    throw commitThen(denied())
  }
  // A retry gets the newest token, even where others have spent its successor since: the family never forks.
  const session = isSpent
    ? await findSession(ctx.em, read.sessionId)
    : await rotateSession(ctx.em, read.sessionId, ctx.from)
  return {
    tokens: tokensOf(session, live.stage, ctx.credentials),
    user: await viewSignedIn(ctx, live.userId, live.stage),
  }
})

const denied = () => new ApiError('unauthenticated', 'The refresh token is not valid: sign in again.')

/**
 * The live session of a refresh token, locked. `isTolerated` says whether the token, if it is spent, was spent so lately
 * that this may be a retry.
 */
const lockLive = (em: EntityManager, { sessionId, number }: { sessionId: string; number: number }) =>
  db(em)
    .selectFrom('Session')
    .innerJoin('User', 'User.id', 'Session.userId')
    .select(eb => [
      'Session.userId',
      'Session.refreshNumber as number',
      'User.stage',
      eb
        .and([
          eb('Session.refreshedAt', '>', ago(grace)),
          eb(
            eb
              .case()
              .when('Session.refreshNumber', '=', number + 1)
              .then(eb.ref('Session.refreshedAt'))
              .else(sql<Date>`(${eb.ref('Session.spentAt')} ->> ${String(number)}::text)::timestamptz`)
              .end(),
            '>',
            ago(grace),
          ),
        ])
        .as('isTolerated'),
    ])
    .where('Session.id', '=', sessionId)
    .where('Session.endedAt', 'is', null)
    .where('Session.expiresAt', '>', now)
    .where('User.status', '=', 'active')
    .forNoKeyUpdate('Session')
    .executeTakeFirst()
