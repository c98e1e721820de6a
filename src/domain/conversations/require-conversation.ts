import { visibleConversations } from '#access/conversations'
import type { ReadContext, Viewer } from '#core/pipeline/context'
import { notFound } from '#core/pipeline/errors'

type Viewing = Pick<ReadContext, 'em'> & { viewer: Viewer }

/** Throws `not_found` unless the viewer is a member of the conversation and can see it. */
export async function requireConversation({ em, viewer }: Viewing, conversationId: string) {
  const found = await visibleConversations(em, viewer.id)
    .where('Conversation.id', '=', conversationId)
    .select('Conversation.id')
    .executeTakeFirst()
  if (!found) throw notFound('conversation')
}
