import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { closeAccount } from '#domain/accounts/close-account'
import { audit } from '#domain/moderation/audit'
import { lockAccount } from '#domain/moderation/lock-account'

export const suspend = plain('moderation.suspend', async function suspend({ username, reason }, ctx) {
  const account = await lockAccount(ctx.em, username)
  if (account.role === 'moderator') throw new ApiError('forbidden', 'Moderators cannot suspend each other.')
  // Suspended already: nothing is done that the audit would list.
  if (!(await closeAccount(ctx, account.id, 'suspended'))) return {}
  await audit(ctx, { act: 'suspend', targetKind: 'user', targetId: account.id, reason })
  return {}
})
