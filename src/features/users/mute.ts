import { findPerson } from '#access/people'
import { ApiError, invalid } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { publishNotificationsAgain } from '#domain/notifications/publish-again'

export const mute = plain('users.mute', async ({ username }, ctx) => {
  const { em, viewer } = ctx
  const other = await findPerson(em, viewer.id, username)
  if (other === null) throw new ApiError('not_found', 'There is nobody of that name.')
  if (other.id === viewer.id) throw invalid({ username: 'is your own: nobody mutes themselves' })
  const muted = await row(
    em,
    sql`insert into mute (muter_id, muted_id) values (${viewer.id}, ${other.id}) on conflict do nothing returning 1`,
  )
  if (muted) await publishNotificationsAgain(ctx, viewer.id, other.id)
  return {}
})
