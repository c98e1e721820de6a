import { plain } from '#core/pipeline/handler'
import { reopenAccount } from '#domain/accounts/close-account'
import { audit } from '#domain/moderation/audit'
import { lockAccount } from '#domain/moderation/lock-account'

export const restore = plain('moderation.restore', async function restore({ username, reason }, ctx) {
  const account = await lockAccount(ctx.em, username)
  if (account.status !== 'suspended') return {}
  await reopenAccount(ctx, account.id)
  await audit(ctx, { act: 'restore', targetKind: 'user', targetId: account.id, reason })
  return {}
})
