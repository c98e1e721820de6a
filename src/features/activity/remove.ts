import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { findActivity, timeOf } from '#domain/activity/find-activity.sql'
import { isUndoable, undoActivity } from '#domain/activity/undo-activity'
import { HiddenActivity } from '#entities'

export const removeActivity = plain('activity.remove', async function removeActivity({ activityId }, ctx) {
  const { em, viewer } = ctx
  const from = timeOf(activityId)
  const to = new Date(from.getTime() + 1)
  const found = await findActivity(em, viewer.id, { kind: null, from, to, id: activityId, limit: 1 })
  const [row] = found
  if (!row) throw notFound('activity')
  if (isUndoable(row.source)) await undoActivity(ctx, viewer.id, row.source, found)
  else await em.upsert(HiddenActivity, { userId: viewer.id, activityId }, { onConflictAction: 'ignore' })
  return {}
})
