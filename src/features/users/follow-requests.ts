import { knows } from '#access/apart'
import { plain } from '#core/pipeline/handler'
import { sql } from '#database/statement'
import { after, type Place, placeOf, viewPage } from '#views/page'
import { viewUsers } from '#views/users'

export const listRequests = plain('users.followRequests', async ({ cursor, limit }, ctx) => {
  const me = sql`${ctx.viewer.id}::uuid`
  const query = sql<Place>`select follow.created_at as at, follower_id as id
    from follow join users on users.id = follower_id
    where followee_id = ${me} and follow.status = 'requested' and ${knows(me)}
      ${after(placeOf(cursor), 'follow.created_at', 'follower_id')}
    order by follow.created_at desc, follower_id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, async ids => {
    const users = await viewUsers(ctx, ids)
    return ids.map(id => users.get(id) ?? null)
  })
})
