import type { OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import { notFound } from '#core/pipeline/errors'
import { wrotePublished } from '#domain/notifications/notify'
import { type Liked, likeMany } from './like-posts.sql.ts'

/** Likes and unlikes of any posts, in one transaction. */
export const likePosts = batch<{ postId: string; like: boolean }, OutputOf<'posts.like'>, OutputOf<'posts.like'>>({
  name: 'likes',
  about: ({ postId }) => postId,
  distinct: true,

  async run(items, ctx) {
    const { liked, published } = await likeMany(
      ctx.em,
      items.map(({ viewer, input }) => ({ viewerId: viewer.id, ...input })),
    )
    wrotePublished(ctx, published)
    for (const post of new Map(liked.map(one => [one.postId, one])).values()) {
      if (post.changed) ctx.changed('post', post.postId, { version: post.version, counts: countsOf(post) })
    }
    const byOrd = new Map(liked.map(one => [one.ord, one]))
    return items.map((_, i) => {
      const one = byOrd.get(i + 1)
      return one
        ? { liked: one.liked, counts: { ...countsOf(one), ...(one.hidden && { likes: 0 }) } }
        : notFound('post')
    })
  },

  view: async made => made.map(({ result }) => result),
})

const countsOf = ({ likes, comments, shares }: Liked) => ({ likes, comments, shares })
