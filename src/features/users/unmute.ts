import { findPerson } from '#access/people'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { publishNotificationsAgain } from '#domain/notifications/publish-again'

export const unmute = plain('users.unmute', async ({ username }, ctx) => {
  const { em, viewer } = ctx
  const heard = await row<{ id: string }>(
    em,
    sql`delete from mute using users where muter_id = ${viewer.id} and users.id = muted_id
        and users.username = ${username.toLowerCase()} returning muted_id as id`,
  )
  if (heard) await publishNotificationsAgain(ctx, viewer.id, heard.id)
  if (heard || (await findPerson(em, viewer.id, username))) return {}
  throw new ApiError('not_found', 'There is nobody of that name.')
})
