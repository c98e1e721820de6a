import { myConversation, seesMessage } from '#access/my-conversations'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, rows, sql } from '#database/statement'
import { viewMessages } from '#views/messages'
import { present, seenBy } from '#views/view'

export const listMessages = plain('messages.list', async (input, ctx) => {
  const { conversationId, limit } = input
  const mine = await row(ctx.em, sql`select 1 from ${myConversation(ctx.viewer.id, conversationId)}`)
  if (mine === null) throw new ApiError('not_found', 'There is no such conversation of yours.')
  const oldestFirst = input.afterSeq !== undefined
  // A cursor goes on in the direction of its page.
  const before = (oldestFirst ? undefined : input.cursor) ?? input.beforeSeq ?? Number.MAX_SAFE_INTEGER
  const after = (oldestFirst ? input.cursor : undefined) ?? input.afterSeq ?? 0
  const found = await rows<{ id: string; seq: number }>(
    ctx.em,
    sql`select id, seq from message where conversation_id = ${conversationId}
      and ${seesMessage(sql`${ctx.viewer.id}::uuid`)}
      and seq < ${String(before)}::bigint and seq > ${String(after)}::bigint
      order by seq ${oldestFirst ? sql`asc` : sql`desc`} limit ${limit + 1}`,
  )
  const page = found.slice(0, limit)
  const messages = await viewMessages(
    ctx,
    seenBy(
      ctx.viewer.id,
      page.map(one => one.id),
    ),
  )
  return { items: present(messages), nextCursor: found.length > limit ? String(page.at(-1)?.seq) : null }
})
