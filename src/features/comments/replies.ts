import { canSeeComment, visibleComments } from '#access/comments'
import { notFound } from '#core/pipeline/errors'
import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewComments } from '#views/comments'
import { seenBy } from '#views/view'

export const listReplies = paged('comments.replies', {
  async find({ commentId }, { em, viewer }, page) {
    const comment = await visibleComments(em, viewer.id)
      .select('Comment.id')
      .where('Comment.id', '=', commentId)
      .executeTakeFirst()
    if (!comment) throw notFound('comment')
    return page.oldestFirst(
      db(em).selectFrom('Comment').where('Comment.parentId', '=', commentId).where(canSeeComment(viewer.id)),
      'Comment.createdAt',
      'Comment.id',
    )
  },
  view: (ids, ctx) => viewComments(ctx, seenBy(ctx.viewer.id, ids)),
})
