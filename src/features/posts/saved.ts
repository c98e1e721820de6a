import { canSeePost } from '#access/posts'
import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listSaved = paged('posts.saved', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(
      db(em)
        .selectFrom('PostSave')
        .innerJoin('Post', 'Post.id', 'PostSave.postId')
        .innerJoin('User as author', 'author.id', 'Post.authorId')
        .where('PostSave.userId', '=', viewer.id)
        .where(canSeePost(viewer.id)),
      'PostSave.createdAt',
      'PostSave.postId',
    ),
  view: (ids, ctx) => viewPosts(ctx, seenBy(ctx.viewer.id, ids)),
})
