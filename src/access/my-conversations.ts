import { sql } from '#entities/query'

/** A conversation as far as one of its members may see it, as `conversation` and `me`. */
export const myConversation = (viewerId: string, conversationId: string) => sql`conversation
  join member me on me.conversation_id = conversation.id and me.user_id = ${viewerId}::uuid
  where conversation.id = ${conversationId}::uuid`
