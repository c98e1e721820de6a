import { handle } from '#core/handler'
import { sql } from '#entities/query'
import { after, type Place, placeOf, viewPage } from '#views/page'
import { viewUsers } from '#views/user-view'

export const listBlocked = handle('users.blocked', async ({ cursor, limit }, ctx) => {
  const query = sql<Place>`select block.created_at as at, blocked_id as id from block
    join users on users.id = blocked_id and users.status = 'active'
    where blocker_id = ${ctx.viewer.id} ${after(placeOf(cursor), 'block.created_at', 'blocked_id')}
    order by block.created_at desc, blocked_id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, async ids => {
    const users = await viewUsers(ctx, ids)
    return ids.map(id => users.get(id) ?? null)
  })
})
