import { seesPost } from '#access/visible-posts'
import { plain } from '#core/pipeline/handler'
import { sql } from '#database/statement'
import { after, type Place, placeOf, viewPage } from '#views/page'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listSaved = plain('posts.saved', async ({ cursor, limit }, ctx) => {
  const query = sql<Place>`select post_save.created_at as at, post_id as id from post_save
    join post on post.id = post_id join users author on author.id = post.author_id
    where user_id = ${ctx.viewer.id} and ${seesPost(sql`${ctx.viewer.id}::uuid`)}
      ${after(placeOf(cursor), 'post_save.created_at', 'post_id')}
    order by post_save.created_at desc, post_id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, ids => viewPosts(ctx, seenBy(ctx.viewer.id, ids)))
})
