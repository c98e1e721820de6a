import { findPerson } from '#access/people'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { rows, sql } from '#database/statement'

export const dismissSuggestion = plain('users.dismissSuggestion', async ({ username }, ctx) => {
  const person = await findPerson(ctx.em, ctx.viewer.id, username)
  if (person === null) throw new ApiError('not_found', 'There is nobody of that name.')
  await rows(
    ctx.em,
    sql`insert into dismissal (user_id, dismissed_id) values (${ctx.viewer.id}, ${person.id}) on conflict do nothing`,
  )
  return {}
})
