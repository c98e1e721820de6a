import type { WriteContext } from '#core/pipeline/context'
import { db, now } from '#database'
import { User } from '#entities'
import { endAllSessions } from './end-sessions.ts'
import { sendNotice } from './security-notice.ts'

/** Seconds until the counts of others are settled: by then no call of an ended session is still running. */
const settledAfter = 2

/**
 * Suspends or deletes an account that is locked: it becomes invisible, its sessions end, and watchers of its posts leave
 * them. False if the account is not active.
 */
export async function closeAccount(
  ctx: WriteContext,
  userId: string,
  status: 'suspended' | 'deleted',
): Promise<boolean> {
  const closed = await db(ctx.em)
    .updateTable('User')
    .set({ status, deletedAt: status === 'deleted' ? now : null })
    .where('id', '=', userId)
    .where('status', '=', 'active')
    .returning('id')
    .executeTakeFirst()
  if (!closed) return false
  await endAllSessions(ctx, userId)
  ctx.invalidate({ kind: 'privacy', subjectId: userId })
  ctx.enqueue('account.settle', { userId }, { inSeconds: settledAfter })
  sendNotice(ctx, userId, status, null)
  return true
}

/** Makes a suspended account, which is locked, active again. */
export async function reopenAccount(ctx: WriteContext, userId: string) {
  await ctx.em.nativeUpdate(User, { id: userId }, { status: 'active' })
  ctx.enqueue('account.settle', { userId })
  sendNotice(ctx, userId, 'restored', null)
}
