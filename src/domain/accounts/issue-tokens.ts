import type { EntityManager } from '@mikro-orm/postgresql'
import type { Credentials } from '#auth/credentials'
import type { Stage, Tokens } from '#contract'
import type { From } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { iso, row, sql } from '#database/statement'

/** Days a session lasts unused, and at most. */
const idleDays = 30
const mostDays = 90
/** Seconds after a refresh token was first spent in which it may be sent again, by a client that lost the answer. */
export const graceSeconds = 10

export type SessionRow = { id: string; userId: string; deviceId: string; refreshNumber: number; expiresAt: string }
const columns = sql`session.id, session.user_id as "userId", coalesce(device_id, session.id) as "deviceId",
  session.refresh_number as "refreshNumber", session.expires_at as "expiresAt"`

/** Where somebody is, as a session notes it: cut to what its columns hold. */
export const notedPlace = ({ ip, userAgent }: From) => ({ ip: ip.slice(0, 64), userAgent: userAgent.slice(0, 400) })

/** Begins a session of an account; on a device that is known by an earlier one, or else on a new one. */
export async function beginSession(
  em: EntityManager,
  userId: string,
  from: From,
  deviceId: string | null = null,
): Promise<SessionRow> {
  const { ip, userAgent } = notedPlace(from)
  const begun = await row<SessionRow>(
    em,
    sql`insert into session (user_id, device_id, user_agent, ip, expires_at) values (${userId}, ${deviceId},
        ${userAgent}, ${ip}, now() + ${idleDays} * interval '1 day') returning ${columns}`,
  )
  return begun as SessionRow
}

/** Moves a session on to its next refresh token, and notes where it was seen. */
export async function rotateSession(em: EntityManager, sessionId: string, from: From): Promise<SessionRow> {
  const { ip, userAgent } = notedPlace(from)
  const rotated = await row<SessionRow>(
    em,
    sql`update session set refresh_number = refresh_number + 1, refreshed_at = now(), last_seen_at = now(),
        spent_at = (
          select coalesce(jsonb_object_agg(number, spent.at), '{}')
          from jsonb_each_text(spent_at || jsonb_build_object(refresh_number - 1, refreshed_at)) as spent (number, at)
          where spent.at::timestamptz > now() - ${graceSeconds} * interval '1 second'
        ),
        user_agent = ${userAgent}, ip = ${ip},
        expires_at = least(now() + ${idleDays} * interval '1 day', created_at + ${mostDays} * interval '1 day')
      where id = ${sessionId} returning ${columns}`,
  )
  return rotated as SessionRow
}

/** A session as it stands. Throws `unauthenticated` where it has been thrown out meanwhile. */
export async function findSession(em: EntityManager, sessionId: string): Promise<SessionRow> {
  const found = await row<SessionRow>(em, sql`select ${columns} from session where id = ${sessionId}`)
  if (found === null) throw new ApiError('unauthenticated', 'This session has ended.')
  return found
}

/** The tokens of a session as it stands. */
export function tokensOf(session: SessionRow, stage: Stage, credentials: Credentials): Tokens {
  const access = credentials.signAccess({ userId: session.userId, sessionId: session.id, stage })
  return {
    accessToken: access.token,
    accessExpiresAt: access.expiresAt.toISOString(),
    refreshToken: credentials.refreshToken(session.id, session.refreshNumber),
    refreshExpiresAt: iso(session.expiresAt),
    deviceToken: credentials.deviceToken(session.deviceId),
    stage,
  }
}
