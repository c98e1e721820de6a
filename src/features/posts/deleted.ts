import { canSeeDeletedPost } from '#access/posts'
import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewDeletedPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listDeleted = paged('posts.deleted', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(
      db(em).selectFrom('Post').where('Post.authorId', '=', viewer.id).where(canSeeDeletedPost(viewer.id)),
      'Post.deletedAt',
      'Post.id',
    ),
  view: (ids, ctx) => viewDeletedPosts(ctx, seenBy(ctx.viewer.id, ids)),
})
