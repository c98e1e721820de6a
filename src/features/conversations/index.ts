import type { HandlersOf } from '#core/pipeline/handler'
import { getConversation } from './get.ts'
import { listConversations } from './list.ts'
import { openConversation } from './open.ts'

export const conversations: HandlersOf<'conversations'> = {
  'conversations.open': openConversation,
  'conversations.list': listConversations,
  'conversations.get': getConversation,
}
