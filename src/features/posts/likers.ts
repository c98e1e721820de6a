import { canSee } from '#access/users'
import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { requireVisiblePost } from '#domain/posts/require-post'
import { viewUsersInOrder } from '#views/users'

export const listLikers = paged('posts.likers', {
  async find({ postId }, ctx, page) {
    await requireVisiblePost(ctx, postId)
    return page.newestFirst(
      db(ctx.em)
        .selectFrom('PostLike')
        .innerJoin('User', 'User.id', 'PostLike.userId')
        .where('PostLike.postId', '=', postId)
        .where(canSee(ctx.viewer.id)),
      'PostLike.createdAt',
      'PostLike.userId',
    )
  },
  view: (ids, ctx) => viewUsersInOrder(ctx, ids),
})
