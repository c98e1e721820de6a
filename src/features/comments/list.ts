import { canSeeComment } from '#access/comments'
import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { requireVisiblePost } from '#domain/posts/require-post'
import { viewComments } from '#views/comments'
import { seenBy } from '#views/view'

export const listComments = paged('comments.list', {
  async find({ postId }, ctx, page) {
    await requireVisiblePost(ctx, postId)
    return page.newestFirst(
      db(ctx.em)
        .selectFrom('Comment')
        .where('Comment.postId', '=', postId)
        .where('Comment.parentId', 'is', null)
        .where(canSeeComment(ctx.viewer.id)),
      'Comment.createdAt',
      'Comment.id',
    )
  },
  view: (ids, ctx) => viewComments(ctx, seenBy(ctx.viewer.id, ids)),
})
