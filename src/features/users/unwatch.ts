import { plain } from '#core/pipeline/handler'
import { userByName } from '#domain/users/require-user'

export const unwatchProfile = plain('users.unwatch', async function unwatchProfile({ username }, ctx) {
  // Also of an account that the viewer cannot see: the response is the same.
  const user = await userByName(ctx.em, username).executeTakeFirst()
  if (user) ctx.unwatch({ topic: 'profile', id: user.id })
  return {}
})
