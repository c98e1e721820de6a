import { findPerson } from '#access/people'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { publishConversationsAgain, publishNotificationsAgain } from '#domain/notifications/publish-again'

export const unblock = plain('users.unblock', async ({ username }, ctx) => {
  const { em, viewer } = ctx
  const freed = await row<{ id: string }>(
    em,
    sql`delete from block using users where blocker_id = ${viewer.id} and users.id = blocked_id
        and users.username = ${username.toLowerCase()} returning blocked_id as id`,
  )
  if (freed === null) {
    const known = await findPerson(em, viewer.id, username)
    return known ? {} : new ApiError('not_found', 'There is nobody of that name.')
  }
  // Whoever was blocked is told nothing: what shows again shows when it is loaded.
  await publishNotificationsAgain(ctx, viewer.id, freed.id)
  await publishConversationsAgain(ctx, [viewer.id], viewer.id, freed.id)
  return {}
})
