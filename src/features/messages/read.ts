import { apart } from '#access/apart'
import { isThere, unreadAbove } from '#access/my-conversations'
import type { OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import { ApiError } from '#core/pipeline/errors'
import { batched } from '#core/pipeline/handler'
import { rows, sql } from '#database/statement'

type ReadContext = { conversationId: string; seq: number }
type Found = {
  ord: string
  conversationId: string
  userId: string
  readSeq: number
  deliveredSeq: number
  unread: number
  moved: boolean
  others: string[] | null
}

/** Read marks of any people and conversations, many at once. They never go back, nor past the last message. */
const reading = batch<ReadContext, OutputOf<'messages.read'>, OutputOf<'messages.read'>>({
  name: 'reads',
  about: ({ conversationId }) => conversationId,
  distinct: true,

  async run(items, ctx) {
    const ids = [...new Set(items.map(item => item.input.conversationId))]
    await rows(ctx.em, sql`select id from conversation where id = any(${ids}::uuid[]) order by id for no key update`)
    const found = await rows<Found>(
      ctx.em,
      sql`with wanted as materialized (
        select wanted.*, member.read_seq as was, greatest(member.read_seq, least(wanted.seq, head_seq)) as mark, head_seq
        from unnest(${items.map(item => item.viewer.id)}::uuid[], ${items.map(item => item.input.conversationId)}::uuid[],
          ${items.map(item => item.input.seq)}::int[]) with ordinality as wanted (viewer_id, conversation_id, seq, ord)
        join conversation on conversation.id = wanted.conversation_id
        join member on member.conversation_id = wanted.conversation_id and member.user_id = wanted.viewer_id
        where ${isThere(sql`wanted.viewer_id`)}
      ), marked as (
        update member set read_seq = mark, delivered_seq = greatest(delivered_seq, mark) from wanted
        where member.conversation_id = wanted.conversation_id and member.user_id = viewer_id and mark > was
        returning member.conversation_id, member.user_id, member.delivered_seq
      )
      select ord, wanted.conversation_id as "conversationId", viewer_id as "userId", mark as "readSeq",
        coalesce(marked.delivered_seq, mark) as "deliveredSeq", marked.user_id is not null as moved,
        ${unreadAbove(sql`mark`, sql`wanted.conversation_id`, sql`viewer_id`)} as unread,
        (select json_agg(user_id) from member where member.conversation_id = wanted.conversation_id
          and user_id <> viewer_id and not ${apart(sql`viewer_id`, sql`member.user_id`)}) as others
      from wanted left join marked on marked.conversation_id = wanted.conversation_id and marked.user_id = viewer_id`,
    )
    const byOrd = new Map(found.map(one => [Number(one.ord), one]))
    return items.map((_, i): OutputOf<'messages.read'> | ApiError => {
      const one = byOrd.get(i + 1)
      if (!one) return new ApiError('not_found', 'There is no such conversation of yours.')
      const { conversationId, userId, readSeq, deliveredSeq, unread, moved, others } = one
      if (moved) {
        const marks = { conversationId, userId, readSeq, deliveredSeq }
        ctx.publish('conversation.marks', { users: [userId] }, marks)
        ctx.broadcast('conversation.marks', { users: others ?? [] }, marks)
      }
      return { readSeq, unread }
    })
  },

  view: async made => made.map(({ result }) => result),
})

export const readMessages = batched('messages.read', reading, ({ conversationId, seq }) => ({
  conversationId,
  seq: Math.min(seq, 2 ** 31 - 1),
}))
