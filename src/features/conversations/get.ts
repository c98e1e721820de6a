import { ApiError } from '#core/pipeline/errors'
import { handle } from '#core/pipeline/handler'
import { viewConversations } from '#views/conversations'
import { seenBy } from '#views/view'

export const getConversation = handle('conversations.get', async ({ conversationId }, ctx) => {
  const [conversation] = await viewConversations(ctx, seenBy(ctx.viewer.id, [conversationId]))
  return conversation ?? new ApiError('not_found', 'There is no such conversation of yours.')
})
