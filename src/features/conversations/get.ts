import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { viewConversations } from '#views/conversations'
import { seenBy } from '#views/view'

export const getConversation = plain('conversations.get', async function getConversation({ conversationId }, ctx) {
  const [conversation] = await viewConversations(ctx, seenBy(ctx.viewer.id, [conversationId]))
  if (!conversation) throw notFound('conversation')
  return conversation
})
