import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listArchived = paged('posts.archived', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(
      db(em).selectFrom('Post').where('Post.authorId', '=', viewer.id).where('Post.status', '=', 'archived'),
      'Post.createdAt',
      'Post.id',
    ),
  view: (ids, ctx) => viewPosts(ctx, seenBy(ctx.viewer.id, ids)),
})
