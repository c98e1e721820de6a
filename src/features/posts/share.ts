import { maxTargets, type OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import { ApiError, invalid } from '#core/pipeline/errors'
import { batched } from '#core/pipeline/handler'
import { findTargets, type Share, type Target } from '#domain/messages/find-targets'
import { sendMessages } from '#domain/messages/send-messages'
import { lockPosts } from '#domain/posts/lock-posts'
import { viewMessages } from '#views/messages'
import { viewPosts } from '#views/posts'
import { present } from '#views/view'

type Sharing = Omit<Share, 'viewerId'> & { text: string }
type Shared = { postId: string; messageIds: string[] }

/** Shares of any posts, each with all its recipients or with none. */
const shares = batch<Sharing, Shared, OutputOf<'posts.share'>>({
  name: 'shares',
  about: ({ postId }) => postId,
  distinct: false,

  async run(items, ctx) {
    // Posts before conversations: the one order in which rows are locked.
    await lockPosts(
      ctx.em,
      items.map(({ input }) => input.postId),
    )
    const targets = await findTargets(
      ctx,
      items.map(({ viewer, input }) => ({ viewerId: viewer.id, ...input })),
    )
    const sends = items.flatMap(({ viewer, input: { postId, text } }, share) =>
      placesOf(targets[share]).map(({ conversationId }) => {
        return { share, viewerId: viewer.id, conversationId, text, mediaId: null, postId, replyToSeq: null }
      }),
    )
    const made = await sendMessages(
      ctx,
      sends.map(({ share: _, ...send }, ord) => ({ ord, ...send })),
    )
    const messageIds = new Map<number, string[]>()
    for (const [ord, { share }] of sends.entries()) {
      const one = made.get(ord)
      // Somebody has blocked another since it was asked. The batch is rolled back, and its shares are made one by one.
      if (one instanceof ApiError) throw one
      messageIds.set(share, [...(messageIds.get(share) ?? []), one?.messageId ?? ''])
    }
    return items.map(({ input: { postId } }, share) => {
      const found = targets[share]
      return found instanceof ApiError ? found : { postId, messageIds: messageIds.get(share) ?? [] }
    })
  },

  async view(made, ctx) {
    const messages = await viewMessages(
      ctx,
      made.flatMap(({ result, viewer }) => result.messageIds.map(id => ({ viewerId: viewer.id, id }))),
    )
    const posts = await viewPosts(
      ctx,
      made.map(({ result, viewer }) => ({ viewerId: viewer.id, id: result.postId })),
    )
    return made.map(({ result }, i) => {
      const own = present(messages.splice(0, result.messageIds.length))
      const counts = posts[i]?.counts
      return counts ? { messages: own, counts } : new ApiError('gone', 'The post can no longer be seen.')
    })
  },
})

const placesOf = (targets: Target[] | ApiError | undefined) => (Array.isArray(targets) ? targets : [])

export const sharePost = batched('posts.share', shares, ({ postId, text, conversationIds, usernames }) => {
  const count = conversationIds.length + usernames.length
  if (count === 0) throw invalid({ usernames: 'must name a user where there are no conversations' })
  if (count > maxTargets) throw invalid({ usernames: `and conversations together may be ${maxTargets} at most` })
  return { postId, text, conversationIds, usernames }
})
