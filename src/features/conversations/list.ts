import { isThere } from '#access/my-conversations'
import { plain } from '#core/pipeline/handler'
import { sql } from '#database/statement'
import { viewConversations } from '#views/conversations'
import { after, type Place, placeOf, viewPage } from '#views/page'
import { seenBy } from '#views/view'

export const listConversations = plain('conversations.list', async ({ cursor, limit }, ctx) => {
  const query = sql<Place>`select last_message_at as at, conversation.id from conversation
    join member on member.conversation_id = conversation.id and member.user_id = ${ctx.viewer.id}
    where (head_seq > 0 or kind = 'group') and ${isThere(sql`${ctx.viewer.id}::uuid`)}
      ${after(placeOf(cursor), 'last_message_at', 'conversation.id')}
    order by last_message_at desc, conversation.id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, ids => viewConversations(ctx, seenBy(ctx.viewer.id, ids)))
})
