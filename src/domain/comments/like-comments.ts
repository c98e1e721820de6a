import type { OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import { notFound } from '#core/pipeline/errors'
import { wrotePublished } from '#domain/notifications/notify'
import { likeMany } from './like-comments.sql.ts'

type Output = OutputOf<'comments.like'>

/** Likes and unlikes of any comments, in one transaction. */
export const likeComments = batch<{ commentId: string; like: boolean }, Output, Output>({
  name: 'commentLikes',
  about: ({ commentId }) => commentId,
  distinct: true,

  async run(items, ctx) {
    const { liked, published } = await likeMany(
      ctx.em,
      items.map(({ viewer, input }) => ({ viewerId: viewer.id, ...input })),
    )
    wrotePublished(ctx, published)
    for (const { postId, commentId, changed, version, counts } of liked) {
      if (changed) ctx.changed('post', postId, { version, counts, likedCommentIds: [commentId] })
    }
    const byOrd = new Map(liked.map(one => [one.ord, one]))
    return items.map((_, i) => {
      const one = byOrd.get(i + 1)
      return one ? { liked: one.liked, counts: { likes: one.likes, replies: one.replies } } : notFound('comment')
    })
  },

  view: async made => made.map(({ result }) => result),
})
