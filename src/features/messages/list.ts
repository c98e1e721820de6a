import { canSeeMessage } from '#access/conversations'
import { plain } from '#core/pipeline/handler'
import { db, sql } from '#database'
import { requireConversation } from '#domain/conversations/require-conversation'
import { viewMessages } from '#views/messages'
import { present, seenBy } from '#views/view'

export const listMessages = plain('messages.list', async function listMessages(input, ctx) {
  const { conversationId, limit } = input
  await requireConversation(ctx, conversationId)
  const isOldestFirst = input.afterSeq !== undefined
  // A cursor continues in the direction of its page.
  const before = (isOldestFirst ? undefined : input.cursor) ?? input.beforeSeq ?? Number.MAX_SAFE_INTEGER
  const after = (isOldestFirst ? input.cursor : undefined) ?? input.afterSeq ?? 0
  const found = await db(ctx.em)
    .selectFrom('Message')
    .select(['Message.id', 'Message.seq'])
    .where('Message.conversationId', '=', conversationId)
    .where(canSeeMessage(ctx.viewer.id))
    .where('Message.seq', '<', bigint(before))
    .where('Message.seq', '>', bigint(after))
    .orderBy('Message.seq', isOldestFirst ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute()
  const page = found.slice(0, limit)
  const ids = page.map(message => message.id)
  const messages = await viewMessages(ctx, seenBy(ctx.viewer.id, ids))
  return { items: present(messages), nextCursor: found.length > limit ? String(page.at(-1)?.seq) : null }
})

/** A number of a message, which may be larger than any that a column holds. */
const bigint = (seq: number | string) => sql<number>`${String(seq)}::bigint`
