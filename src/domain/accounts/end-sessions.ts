import type { EntityManager } from '@mikro-orm/postgresql'
import type { From, WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { notedPlace } from './issue-tokens.ts'

/** Ends a session: its tokens stop at once, its sockets are closed. */
export async function endSession(ctx: WriteContext, sessionId: string) {
  await rows(ctx.em, sql`update session set ended_at = now() where id = ${sessionId} and ended_at is null`)
  ctx.invalidate({ kind: 'session', subjectId: sessionId })
}

/** Ends all sessions of an account. */
export async function endAllSessions(ctx: WriteContext, userId: string) {
  await rows(ctx.em, sql`update session set ended_at = now() where user_id = ${userId} and ended_at is null`)
  ctx.invalidate({ kind: 'account', subjectId: userId })
}

/**
 * Makes a sign-in news again wherever the account has been used, but on the device of a session (if any) and at the place
 * that is asked from: somebody else may have been there.
 */
export function doubtOthers(em: EntityManager, userId: string, sessionId: string | null, from: From) {
  const { ip, userAgent } = notedPlace(from)
  return rows(
    em,
    sql`update session set known = false where user_id = ${userId} and coalesce(device_id, id) is distinct from
        (select coalesce(device_id, id) from session where id = ${sessionId}::uuid)
      and (ip, user_agent) <> (${ip}, ${userAgent})`,
  )
}

/** Makes a sign-in on the device of a session news again: somebody else may have been there. It keeps its own tries. */
export const doubtDevice = (em: EntityManager, sessionId: string) =>
  rows(
    em,
    sql`update session set known = false where (user_id, coalesce(device_id, id)) =
      (select user_id, coalesce(device_id, id) from session where id = ${sessionId})`,
  )

/**
 * Makes a device unknown to an account, unless a session on it lives on: its next sign-in is one on a new device, of which
 * the owner is told, and it has no tries of its own.
 */
export const forgetDevice = (em: EntityManager, userId: string, deviceId: string) =>
  rows(
    em,
    sql`delete from session where user_id = ${userId} and ${deviceId}::uuid in (id, device_id)
      and (ended_at is not null or expires_at <= now())`,
  )
