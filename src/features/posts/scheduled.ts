import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listScheduled = paged('posts.scheduled', {
  find: (_, { em, viewer }, page) =>
    page.oldestFirst(
      db(em).selectFrom('Post').where('Post.authorId', '=', viewer.id).where('Post.status', '=', 'scheduled'),
      'Post.publishAt',
      'Post.id',
    ),
  view: (ids, ctx) => viewPosts(ctx, seenBy(ctx.viewer.id, ids)),
})
