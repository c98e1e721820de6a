import { plain } from '#core/pipeline/handler'
import { sql } from '#database/statement'
import { after, type Place, placeOf, viewPage } from '#views/page'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listPending = plain('posts.pending', async ({ cursor, limit }, ctx) => {
  const query = sql<Place>`select created_at as at, id from post
    where author_id = ${ctx.viewer.id} and status = 'processing' ${after(placeOf(cursor), 'created_at', 'id')}
    order by created_at desc, id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, ids => viewPosts(ctx, seenBy(ctx.viewer.id, ids)))
})
