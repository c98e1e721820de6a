import { isListed, visibleConversations } from '#access/conversations'
import { paged } from '#core/pipeline/handler'
import { viewConversations } from '#views/conversations'
import { seenBy } from '#views/view'

export const listConversations = paged('conversations.list', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(
      visibleConversations(em, viewer.id).where(isListed()),
      'Conversation.lastMessageAt',
      'Conversation.id',
    ),
  view: (ids, ctx) => viewConversations(ctx, seenBy(ctx.viewer.id, ids)),
})
