import { tellGrowth } from '#domain/notifications/notify'
import { job } from '../job.ts'

export const growNotification = job('notification.grow', {
  handle: ({ userId }, ctx) => tellGrowth(ctx, userId),
})
