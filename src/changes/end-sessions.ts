import type { Writing } from '#core/context'
import { rows, sql } from '#entities/query'

/** Ends a session: its tokens stop at once, its sockets are closed. */
export async function endSession(ctx: Writing, sessionId: string) {
  await rows(ctx.em, sql`update session set ended_at = now() where id = ${sessionId} and ended_at is null`)
  ctx.invalidate({ kind: 'session', subjectId: sessionId })
}

/** Ends all sessions of an account. */
export async function endAllSessions(ctx: Writing, userId: string) {
  await rows(ctx.em, sql`update session set ended_at = now() where user_id = ${userId} and ended_at is null`)
  ctx.invalidate({ kind: 'account', subjectId: userId })
}
