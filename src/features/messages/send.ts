import type { OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import { ApiError, invalid, notFound } from '#core/pipeline/errors'
import { batched } from '#core/pipeline/handler'
import { audienceOf } from '#domain/messages/audience'
import { checkSends, type Found } from '#domain/messages/check-sends'
import { insertMessages, type Send } from '#domain/messages/insert-messages.sql'
import { viewMessages } from '#views/messages'

type Sending = Omit<Send, 'ord' | 'viewerId'>
type Made = { messageId: string }

/** Messages to any conversations, in the order they came: each takes its conversation's next number. */
const sendMessages = batch<Sending, Made, OutputOf<'messages.send'>>({
  name: 'messages',
  about: ({ conversationId }) => conversationId,
  distinct: false,

  async run(items, { em, publish }) {
    const sends = items.map(({ input, viewer }, ord): Send => ({ ord, viewerId: viewer.id, ...input }))
    const found = await checkSends(em, sends)
    const valid = sends.filter(({ ord }) => isValid(found.get(ord)))
    const audience = await audienceOf(em, valid)
    const made = new Map<number, Made>()
    for (const { ord, messageId, ...message } of await insertMessages(em, valid)) {
      publish('message.received', { users: audience(message) }, { messageId })
      made.set(ord, { messageId })
    }
    return sends.map(({ ord }) => made.get(ord) ?? errorOf(found.get(ord)))
  },

  async view(made, ctx) {
    const seen = await viewMessages(
      ctx,
      made.map(({ result, viewer }) => ({ viewerId: viewer.id, id: result.messageId })),
    )
    return seen.map(message => message ?? new ApiError('gone', 'What this request made can no longer be seen.'))
  },
})

const isValid = (found: Found | undefined) => found?.photoFound && found.postFound && found.replyFound

/** Why a message was not sent. */
function errorOf(found: Found | undefined): ApiError {
  if (!found) return notFound('conversation')
  if (!found.photoFound) return new ApiError('not_found', 'Photo not found, or not ready.')
  if (!found.postFound) return notFound('post')
  return invalid({ replyToSeq: 'is the number of no message' })
}

export const sendMessage = batched('messages.send', sendMessages, input => {
  const { conversationId, text, mediaId = null, postId = null, replyToSeq = null } = input
  if (text.trim() === '' && mediaId === null && postId === null) {
    throw invalid({ text: 'is needed where nothing else is sent' })
  }
  return { conversationId, text, mediaId, postId, replyToSeq }
})
