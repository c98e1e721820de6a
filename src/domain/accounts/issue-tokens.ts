import type { EntityManager } from '@mikro-orm/postgresql'
import type { Credentials } from '#auth/credentials'
import type { Stage, Tokens } from '#contract'
import type { From } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { after, ago, type Duration, db, fromNow, now, sql } from '#database'
import { ownDeviceId, placeOf } from './devices.ts'

/** How long a session lasts unused, and at most. */
const idle: Duration = '30 days'
const maxAge: Duration = '90 days'
/** How long after its first use a refresh token may be sent again, by a client that lost the response. */
export const grace: Duration = '10 seconds'

const columns = ['id', 'userId', ownDeviceId.as('deviceId'), 'refreshNumber', 'expiresAt'] as const

export type LiveSession = Awaited<ReturnType<typeof findSession>>

/** Begins a session of an account; on a device that is known by an earlier one, or else on a new one. */
export const beginSession = (em: EntityManager, userId: string, from: From, deviceId: string | null = null) =>
  db(em)
    .insertInto('Session')
    .values({ userId, deviceId, ...placeOf(from), expiresAt: fromNow(idle) })
    .returning(columns)
    .executeTakeFirstOrThrow()

/** Moves a session on to its next refresh token, and notes where it was seen. */
export const rotateSession = (em: EntityManager, sessionId: string, from: From) =>
  db(em)
    .updateTable('Session')
    .set(eb => ({
      refreshNumber: eb('refreshNumber', '+', 1),
      refreshedAt: now,
      lastSeenAt: now,
      spentAt: eb
        .selectFrom(
          sql<{ key: string; value: string }>`jsonb_each_text(
            ${eb.ref('Session.spentAt')} || jsonb_build_object(${eb('Session.refreshNumber', '-', 1)}, ${eb.ref('Session.refreshedAt')}))`.as<'spent'>(
            sql`spent("key", "value")`,
          ),
        )
        .select(sql<Record<string, string>>`coalesce(jsonb_object_agg(spent.key, spent.value), '{}')`.as('tolerated'))
        .where(sql<Date>`spent.value::timestamptz`, '>', ago(grace)),
      ...placeOf(from),
      expiresAt: sql<Date>`least(${fromNow(idle)}, ${after(eb.ref('createdAt'), maxAge)})`,
    }))
    .where('id', '=', sessionId)
    .returning(columns)
    .executeTakeFirstOrThrow()

/** A session as it stands. Throws `unauthenticated` where it was deleted meanwhile. */
export async function findSession(em: EntityManager, sessionId: string) {
  const found = await db(em).selectFrom('Session').select(columns).where('id', '=', sessionId).executeTakeFirst()
  if (!found) throw new ApiError('unauthenticated', 'This session has ended.')
  return found
}

/** The tokens of a session as it stands. */
export function tokensOf(session: LiveSession, stage: Stage, credentials: Credentials): Tokens {
  const access = credentials.signAccess({ userId: session.userId, sessionId: session.id, stage })
  return {
    accessToken: access.token,
    accessExpiresAt: access.expiresAt.toISOString(),
    refreshToken: credentials.refreshToken(session.id, session.refreshNumber),
    refreshExpiresAt: session.expiresAt.toISOString(),
    deviceToken: credentials.deviceToken(session.deviceId),
    stage,
  }
}
