import type { Handlers } from '#core/pipeline/handler'
import { accounts } from './accounts/index.ts'
import { comments } from './comments/index.ts'
import { getConversation } from './conversations/get.ts'
import { listConversations } from './conversations/list.ts'
import { openConversation } from './conversations/open.ts'
import { feed } from './feed/index.ts'
import { logSince } from './log/since.ts'
import { media } from './media/index.ts'
import { listMessages } from './messages/list.ts'
import { readMessages } from './messages/read.ts'
import { sendMessage } from './messages/send.ts'
import { moderation } from './moderation/index.ts'
import { listNotifications } from './notifications/list.ts'
import { readNotifications } from './notifications/read.ts'
import { countUnread } from './notifications/unread.ts'
import { posts } from './posts/index.ts'
import { reports } from './reports/index.ts'
import { users } from './users/index.ts'

/** Operation → handler. One that is missing does not compile. */
export const handlers: Handlers = {
  ...media,
  ...accounts,
  ...posts,
  ...comments,
  'conversations.open': openConversation,
  'conversations.list': listConversations,
  'conversations.get': getConversation,
  'messages.send': sendMessage,
  'messages.list': listMessages,
  'messages.read': readMessages,
  'notifications.list': listNotifications,
  'notifications.unread': countUnread,
  'notifications.read': readNotifications,
  'log.since': logSince,
  ...users,
  ...moderation,
  ...reports,
  ...feed,
}
