import type { OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import { ApiError, invalid, notFound } from '#core/pipeline/errors'
import { batched } from '#core/pipeline/handler'
import type { Send } from '#domain/messages/insert-messages.sql'
import { type Made, sendMessages } from '#domain/messages/send-messages'
import { viewMessages } from '#views/messages'

type Sending = Omit<Send, 'ord' | 'viewerId'>

/** Messages to any conversations, in the order they came. */
const sends = batch<Sending, Made, OutputOf<'messages.send'>>({
  name: 'messages',
  about: ({ conversationId }) => conversationId,
  distinct: false,

  async run(items, ctx) {
    const made = await sendMessages(
      ctx,
      items.map(({ input, viewer }, ord) => ({ ord, viewerId: viewer.id, ...input })),
    )
    return items.map((_, ord) => made.get(ord) ?? notFound('conversation'))
  },

  async view(made, ctx) {
    const seen = await viewMessages(
      ctx,
      made.map(({ result, viewer }) => ({ viewerId: viewer.id, id: result.messageId })),
    )
    return seen.map(message => message ?? new ApiError('gone', 'What this request made can no longer be seen.'))
  },
})

export const sendMessage = batched('messages.send', sends, input => {
  const { conversationId, text, mediaId = null, postId = null, replyToSeq = null } = input
  if (text.trim() === '' && mediaId === null && postId === null) {
    throw invalid({ text: 'is needed where nothing else is sent' })
  }
  return { conversationId, text, mediaId, postId, replyToSeq }
})
