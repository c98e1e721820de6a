import { canSeePost } from '#access/posts'
import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listLiked = paged('posts.liked', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(
      db(em)
        .selectFrom('PostLike')
        .innerJoin('Post', 'Post.id', 'PostLike.postId')
        .innerJoin('User as author', 'author.id', 'Post.authorId')
        .where('PostLike.userId', '=', viewer.id)
        .where(canSeePost(viewer.id)),
      'PostLike.createdAt',
      'PostLike.postId',
    ),
  view: (ids, ctx) => viewPosts(ctx, seenBy(ctx.viewer.id, ids)),
})
