import { clearActivity as clearSome } from '#domain/activity/clear-activity'
import { job } from '../job.ts'

export const clearActivity = job('activity.clear', {
  async handle({ clearingId }, ctx) {
    if (await clearSome(ctx, clearingId)) ctx.enqueue('activity.clear', { clearingId })
  },
})
