import type { From, WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { doubtOthers, endAllSessions } from './end-sessions.ts'
import { notifySecurity } from './security-notice.ts'
import { voidCodes } from './spend-code.ts'

/**
 * Sets a new password: ends all sessions, this one included, voids the codes that are out, and tells the owner. `sessionId`
 * is whose device stays known.
 */
export async function setPassword(
  ctx: WriteContext & { from: From },
  userId: string,
  passwordHash: string,
  sessionId: string | null,
) {
  await rows(ctx.em, sql`update users set password_hash = ${passwordHash} where id = ${userId}`)
  await voidCodes(ctx.em, userId)
  await endAllSessions(ctx, userId)
  await doubtOthers(ctx.em, userId, sessionId, ctx.from)
  await notifySecurity(ctx, userId, 'password_changed', ctx.from)
}
