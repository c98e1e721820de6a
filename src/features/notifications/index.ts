import type { HandlersOf } from '#core/pipeline/handler'
import { listNotifications } from './list.ts'
import { readNotifications } from './read.ts'
import { countUnread } from './unread.ts'

export const notifications: HandlersOf<'notifications'> = {
  'notifications.list': listNotifications,
  'notifications.unread': countUnread,
  'notifications.read': readNotifications,
}
