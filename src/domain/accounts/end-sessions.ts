import type { WriteContext } from '#core/pipeline/context'
import { db, now } from '#database'

/** Ends a session: its tokens stop working at once, its sockets are closed. */
export async function endSession(ctx: WriteContext, sessionId: string) {
  await endWhere(ctx, { id: sessionId })
  ctx.invalidate({ kind: 'session', subjectId: sessionId })
}

/** Ends all sessions of an account. */
export async function endAllSessions(ctx: WriteContext, userId: string) {
  await endWhere(ctx, { userId })
  ctx.invalidate({ kind: 'account', subjectId: userId })
}

const endWhere = ({ em }: WriteContext, which: { id: string } | { userId: string }) =>
  db(em)
    .updateTable('Session')
    .set({ endedAt: now })
    .where(eb => eb.and(which))
    .where('endedAt', 'is', null)
    .execute()
