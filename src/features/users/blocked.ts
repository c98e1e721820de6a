import { plain } from '#core/pipeline/handler'
import { sql } from '#database/statement'
import { after, type Place, placeOf, viewPage } from '#views/page'
import { viewUsers } from '#views/users'

export const listBlocked = plain('users.blocked', async ({ cursor, limit }, ctx) => {
  const query = sql<Place>`select block.created_at as at, blocked_id as id from block
    join users on users.id = blocked_id and users.status = 'active'
    where blocker_id = ${ctx.viewer.id} ${after(placeOf(cursor), 'block.created_at', 'blocked_id')}
    order by block.created_at desc, blocked_id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, async ids => {
    const users = await viewUsers(ctx, ids)
    return ids.map(id => users.get(id) ?? null)
  })
})
