import { knows } from '#access/apart'
import { visiblePost } from '#access/visible-posts'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { after, placeOf, viewPage } from '#views/page'
import { viewUsers } from '#views/users'

export const listLikers = plain('posts.likers', async ({ postId, cursor, limit }, ctx) => {
  const place = placeOf(cursor)
  const seen = await row(ctx.em, sql`select 1 from ${visiblePost(ctx.viewer.id, postId)}`)
  if (seen === null) throw new ApiError('not_found', 'There is no such post.')
  const query = sql<{ at: string; id: string }>`select post_like.created_at as at, user_id as id from post_like
    join users on users.id = user_id
    where post_id = ${postId} and ${knows(sql`${ctx.viewer.id}::uuid`)} ${after(place, 'post_like.created_at', 'user_id')}
    order by post_like.created_at desc, user_id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, async ids => {
    const users = await viewUsers(ctx, ids)
    return ids.map(id => users.get(id) ?? null)
  })
})
