import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { requireUser } from '#domain/users/require-user'

export const dismissSuggestion = plain('users.dismissSuggestion', async function dismissSuggestion({ username }, ctx) {
  const person = await requireUser(ctx, username)
  await db(ctx.em)
    .insertInto('Dismissal')
    .values({ userId: ctx.viewer.id, dismissedId: person.id })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  return {}
})
