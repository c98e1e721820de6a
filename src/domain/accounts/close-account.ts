import type { WriteContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'
import { endAllSessions } from './end-sessions.ts'
import { writeTo } from './security-notice.ts'

/** Seconds until the counts of others are settled: by then nothing that a session had begun is under way. */
const settledAfter = 2

/**
 * Suspends or deletes an account, which is locked before: nobody sees it from now on, its sessions end, and whoever
 * watches its posts leaves them. False if it is not active.
 */
export async function closeAccount(
  ctx: WriteContext,
  userId: string,
  status: 'suspended' | 'deleted',
): Promise<boolean> {
  const closed = await row(
    ctx.em,
    sql`update users set status = ${status}, deleted_at = case when ${status} = 'deleted' then now() end
      where id = ${userId} and status = 'active' returning id`,
  )
  if (closed === null) return false
  await endAllSessions(ctx, userId)
  ctx.invalidate({ kind: 'privacy', subjectId: userId })
  ctx.enqueue('account.settle', { userId }, { inSeconds: settledAfter })
  writeTo(ctx, userId, status, null)
  return true
}

/** Opens a suspended account again, which is locked before. */
export async function reopenAccount(ctx: WriteContext, userId: string) {
  await rows(ctx.em, sql`update users set status = 'active' where id = ${userId}`)
  ctx.enqueue('account.settle', { userId })
  writeTo(ctx, userId, 'restored', null)
}
