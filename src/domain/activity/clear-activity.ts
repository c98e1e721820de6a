import type { WriteContext } from '#core/pipeline/context'
import { db, now } from '#database'
import { findActivity } from './find-activity.sql.ts'
import { isUndoable, undoActivity } from './undo-activity.ts'

/** Rows of one source that are undone in one transaction. */
const maxAtOnce = 50

/**
 * Undoes some of what a user has asked to clear; the rest of it is hidden by the request itself. Returns whether there may be
 * more. Each step is a transaction of its own, so that it can stop and continue anywhere.
 */
export async function clearActivity(ctx: WriteContext, clearingId: string): Promise<boolean> {
  const { em } = ctx
  const clearing = await db(em)
    .selectFrom('ActivityClearing')
    .select(['id', 'userId', 'kind', 'before'])
    .where('id', '=', clearingId)
    .where('doneAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!clearing) return false
  const { userId, kind, before } = clearing
  const to = new Date(before.getTime() + 1)
  const found = await findActivity(em, userId, { kind, to, limit: maxAtOnce, undoable: true })
  const source = found[0]?.source
  if (source === undefined || !isUndoable(source)) {
    await finish(ctx, clearing)
    return false
  }
  // One source in a transaction: rows of different kinds are locked in one order by all.
  const same = found.filter(row => row.source === source)
  await undoActivity(ctx, userId, source, same)
  await db(em)
    .updateTable('ActivityClearing')
    .set(eb => ({ removed: eb('removed', '+', same.length) }))
    .where('id', '=', clearingId)
    .execute()
  return true
}

/** Earlier requests that this one covers are no longer needed. */
async function finish(
  ctx: WriteContext,
  { id, userId, kind, before }: { id: string; userId: string; kind: string | null; before: Date },
) {
  const query = db(ctx.em)
  await query.updateTable('ActivityClearing').set({ doneAt: now }).where('id', '=', id).execute()
  await query
    .deleteFrom('ActivityClearing')
    .where('userId', '=', userId)
    .where('id', '<>', id)
    .where('doneAt', 'is not', null)
    .where('before', '<=', before)
    .$if(kind !== null, old => old.where('kind', '=', kind as never))
    .execute()
  ctx.publish('activity.cleared', { users: [userId] }, { jobId: id })
}
