import { seesComment, visibleComment } from '#access/visible-posts'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { viewComments } from '#views/comments'
import { before, placeOf, viewPage } from '#views/page'
import { seenBy } from '#views/view'

export const listReplies = plain('comments.replies', async ({ commentId, cursor, limit }, ctx) => {
  const place = placeOf(cursor)
  const seen = await row(ctx.em, sql`select 1 from ${visibleComment(ctx.viewer.id, commentId)}`)
  if (seen === null) throw new ApiError('not_found', 'There is no such comment.')
  const query = sql<{ at: string; id: string }>`select created_at as at, id from comment
    where parent_id = ${commentId} and ${seesComment(sql`${ctx.viewer.id}::uuid`)}
      ${before(place, 'created_at', 'id')}
    order by created_at, id limit ${limit + 1}`
  return viewPage(ctx, query, limit, ids => viewComments(ctx, seenBy(ctx.viewer.id, ids)))
})
