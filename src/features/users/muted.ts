import { knows } from '#access/apart'
import { plain } from '#core/pipeline/handler'
import { sql } from '#database/statement'
import { after, type Place, placeOf, viewPage } from '#views/page'
import { viewUsers } from '#views/users'

export const listMuted = plain('users.muted', async ({ cursor, limit }, ctx) => {
  const query = sql<Place>`select mute.created_at as at, muted_id as id from mute join users on users.id = muted_id
    where muter_id = ${ctx.viewer.id} and ${knows(sql`${ctx.viewer.id}::uuid`)}
      ${after(placeOf(cursor), 'mute.created_at', 'muted_id')}
    order by mute.created_at desc, muted_id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, async ids => {
    const users = await viewUsers(ctx, ids)
    return ids.map(id => users.get(id) ?? null)
  })
})
