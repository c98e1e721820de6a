import { publishGrowth } from '#domain/notifications/notify'
import { job } from '../job.ts'

export const growNotification = job('notification.grow', {
  handle: ({ userId }, ctx) => publishGrowth(ctx, userId),
})
