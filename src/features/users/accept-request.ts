import { findPerson } from '#access/people'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { acceptRequests } from '#domain/users/accept-requests'

export const acceptRequest = plain('users.acceptRequest', async ({ username }, ctx) => {
  const missing = () => new ApiError('not_found', 'Nobody of that name asks to follow you.')
  const asking = await findPerson(ctx.em, ctx.viewer.id, username)
  if (asking === null) throw missing()
  const accepted = await acceptRequests(ctx, ctx.viewer.id, [asking.id])
  if (accepted.length > 0) return {}
  // Accepted already: by another device, or by a call whose answer was lost.
  const follows = await row(
    ctx.em,
    sql`select 1 from follow
      where follower_id = ${asking.id} and followee_id = ${ctx.viewer.id} and status = 'following'`,
  )
  return follows ? {} : missing()
})
