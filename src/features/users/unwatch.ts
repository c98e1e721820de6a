import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'

export const unwatchProfile = plain('users.unwatch', async ({ username }, ctx) => {
  // Whoever it is, and whether or not one may still know of them: the answer tells nothing.
  const person = await row<{ id: string }>(ctx.em, sql`select id from users where username = ${username.toLowerCase()}`)
  if (person) ctx.unwatch({ topic: 'profile', id: person.id })
  return {}
})
