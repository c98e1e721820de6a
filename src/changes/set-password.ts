import type { From, Writing } from '#core/context'
import { rows, sql } from '#entities/query'
import { endAllSessions } from './end-sessions.ts'
import { voidCodes } from './spend-code.ts'
import { tellSecurity } from './tell-security.ts'

/** Sets a new password: ends all sessions, this one included, voids the codes that are out, and tells the owner. */
export async function setPassword(ctx: Writing, userId: string, passwordHash: string, from: From) {
  await rows(ctx.em, sql`update users set password_hash = ${passwordHash} where id = ${userId}`)
  await voidCodes(ctx.em, userId)
  await endAllSessions(ctx, userId)
  await tellSecurity(ctx, userId, 'password_changed', from)
}
