import type { From, Writing } from '#core/context'
import { rows, sql } from '#entities/query'
import { endAllSessions } from './end-sessions.ts'
import { voidCodes } from './spend-code.ts'
import { tellSecurity } from './tell-security.ts'

/**
 * Sets a new password: ends all sessions, this one included, voids the codes that are out, and tells the owner. `sessionId`
 * is whose device stays known, and so does the place that this is done from; from all others a sign-in is news again, since
 * somebody else may have been there.
 */
export async function setPassword(
  ctx: Writing & { from: From },
  userId: string,
  passwordHash: string,
  sessionId: string | null,
) {
  await rows(ctx.em, sql`update users set password_hash = ${passwordHash} where id = ${userId}`)
  await voidCodes(ctx.em, userId)
  await endAllSessions(ctx, userId)
  await rows(
    ctx.em,
    sql`update session set known = false where user_id = ${userId} and coalesce(device_id, id) is distinct from
        (select coalesce(device_id, id) from session where id = ${sessionId}::uuid)
      and (ip, user_agent) <> (${ctx.from.ip.slice(0, 64)}, ${ctx.from.userAgent.slice(0, 400)})`,
  )
  await tellSecurity(ctx, userId, 'password_changed', ctx.from)
}
