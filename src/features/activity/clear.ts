import { ApiError } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { db, sql } from '#database'
import { viewClearings } from '#views/activity'
import { seenBy } from '#views/view'

export const requestClearing = creating('activity.clear', {
  async make({ kind = null, before = null }, ctx) {
    const { id } = await db(ctx.em)
      .insertInto('ActivityClearing')
      // What comes later is not cleared, whatever is asked for.
      .values({ userId: ctx.viewer.id, kind, before: sql<Date>`least(coalesce(${before}::timestamptz, now()), now())` })
      .returning('id')
      .executeTakeFirstOrThrow()
    ctx.enqueue('activity.clear', { clearingId: id })
    return { clearingId: id }
  },

  async view({ clearingId }, ctx) {
    const [clearing] = await viewClearings(ctx, seenBy(ctx.viewer.id, [clearingId]))
    if (!clearing) throw new ApiError('gone', 'A later request has taken the place of this one.')
    return { jobId: clearing.jobId }
  },
})
