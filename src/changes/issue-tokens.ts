import type { EntityManager } from '@mikro-orm/postgresql'
import type { Stage, Tokens } from '#contract'
import type { From } from '#core/context'
import type { Credentials } from '#core/credentials'
import { iso, row, sql } from '#entities/query'

/** Days a session lasts unused, and at most. */
const idleDays = 30
const mostDays = 90

type SessionRow = { id: string; userId: string; refreshNumber: number; expiresAt: string }
const columns = sql`session.id, session.user_id as "userId", session.refresh_number as "refreshNumber",
  session.expires_at as "expiresAt"`

/** Begins a session of an account. */
export async function beginSession(em: EntityManager, userId: string, from: From): Promise<SessionRow> {
  const begun = await row<SessionRow>(
    em,
    sql`insert into session (user_id, user_agent, ip, expires_at)
      values (${userId}, ${from.userAgent.slice(0, 400)}, ${from.ip.slice(0, 64)}, now() + ${idleDays} * interval '1 day')
      returning ${columns}`,
  )
  return begun as SessionRow
}

/** Moves a session on to its next refresh token. */
export async function rotateSession(em: EntityManager, sessionId: string): Promise<SessionRow> {
  const rotated = await row<SessionRow>(
    em,
    sql`update session set refresh_number = refresh_number + 1, refreshed_at = now(), last_seen_at = now(),
      expires_at = least(now() + ${idleDays} * interval '1 day', created_at + ${mostDays} * interval '1 day')
      where id = ${sessionId} returning ${columns}`,
  )
  return rotated as SessionRow
}

export const findSession = async (em: EntityManager, sessionId: string) =>
  (await row<SessionRow>(em, sql`select ${columns} from session where id = ${sessionId}`)) as SessionRow

/** The tokens of a session as it stands. */
export function tokensOf(session: SessionRow, stage: Stage, credentials: Credentials): Tokens {
  const access = credentials.signAccess({ userId: session.userId, sessionId: session.id, stage })
  return {
    accessToken: access.token,
    accessExpiresAt: access.expiresAt.toISOString(),
    refreshToken: credentials.refreshToken(session.id, session.refreshNumber),
    refreshExpiresAt: iso(session.expiresAt),
    stage,
  }
}
