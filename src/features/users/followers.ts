import { knows } from '#access/apart'
import { namesContain } from '#access/names'
import { findOpenAccount } from '#access/open-account'
import { boundedRead } from '#core/pipeline/bounded-read'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { rows, sql } from '#database/statement'
import { after, type Place, placeOf, viewPlaces } from '#views/page'
import { viewPeople } from '#views/people'

export const listFollowers = plain('users.followers', async ({ username, q, cursor, limit }, ctx) => {
  const place = placeOf(cursor)
  const account = await findOpenAccount(ctx.em, ctx.viewer.id, username)
  if (account === null) throw new ApiError('not_found', 'There is nobody of that name whose followers you may see.')
  const query = sql<Place>`select follow.created_at as at, follower_id as id
    from follow join users on users.id = follower_id
    where followee_id = ${account.id} and follow.status = 'following' and ${knows(sql`${ctx.viewer.id}::uuid`)}
      ${namesContain(q)} ${after(place, 'follow.created_at', 'follower_id')}
    order by follow.created_at desc, follower_id desc limit ${limit + 1}`
  const found = await (q ? boundedRead(ctx, em => rows(em, query)) : rows(ctx.em, query))
  return viewPlaces(found, limit, ids => viewPeople(ctx, ctx.viewer.id, ids))
})
