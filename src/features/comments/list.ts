import { seesComment, visiblePost } from '#access/visible-posts'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { viewComments } from '#views/comments'
import { after, placeOf, viewPage } from '#views/page'
import { seenBy } from '#views/view'

export const listComments = plain('comments.list', async ({ postId, cursor, limit }, ctx) => {
  const place = placeOf(cursor)
  const seen = await row(ctx.em, sql`select 1 from ${visiblePost(ctx.viewer.id, postId)}`)
  if (seen === null) throw new ApiError('not_found', 'There is no such post.')
  const query = sql<{ at: string; id: string }>`select created_at as at, id from comment
    where post_id = ${postId} and parent_id is null and ${seesComment(sql`${ctx.viewer.id}::uuid`)}
      ${after(place, 'created_at', 'id')}
    order by created_at desc, id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, ids => viewComments(ctx, seenBy(ctx.viewer.id, ids)))
})
