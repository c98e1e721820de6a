import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { viewAccount } from '#views/accounts'

export const me = plain('users.me', async function me(_, ctx) {
  const account = await viewAccount(ctx, ctx.viewer.id)
  if (account === null) throw notFound('account')
  return account
})
