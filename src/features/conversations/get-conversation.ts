import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { viewConversations } from '#views/conversation-view'
import { seenBy } from '#views/view'

export const getConversation = handle('conversations.get', async ({ conversationId }, ctx) => {
  const [conversation] = await viewConversations(ctx, seenBy(ctx.viewer.id, [conversationId]))
  return conversation ?? refuse('not_found', 'There is no such conversation of yours.')
})
