import type { OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import { notFound } from '#core/pipeline/errors'
import { batched } from '#core/pipeline/handler'
import { type Mark, moveMarks } from '#domain/messages/move-marks'

type Reading = Pick<Mark, 'conversationId' | 'seq'>

/** Read marks of any members and conversations. */
const readMarks = batch<Reading, OutputOf<'messages.read'>, OutputOf<'messages.read'>>({
  name: 'reads',
  about: ({ conversationId }) => conversationId,
  distinct: true,

  async run(items, ctx) {
    const wanted = items.map(({ input, viewer }, ord): Mark => ({ ord, viewerId: viewer.id, ...input }))
    const moved = await moveMarks(ctx.em, wanted)
    return wanted.map(({ ord, viewerId, conversationId }) => {
      const mark = moved.get(ord)
      if (!mark) return notFound('conversation')
      const { readSeq, deliveredSeq, unread, others } = mark
      if (deliveredSeq !== null) {
        const marks = { conversationId, userId: viewerId, readSeq, deliveredSeq }
        ctx.publish('conversation.marks', { users: [viewerId] }, marks)
        ctx.broadcast('conversation.marks', { users: others ?? [] }, marks)
      }
      return { readSeq, unread }
    })
  },

  view: async made => made.map(({ result }) => result),
})

export const readMessages = batched('messages.read', readMarks, ({ conversationId, seq }) => ({
  conversationId,
  seq: Math.min(seq, 2 ** 31 - 1),
}))
