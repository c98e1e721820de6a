import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { closeAccount } from '#domain/accounts/close-account'
import { audit } from '#domain/moderation/audit'

export const suspend = plain('moderation.suspend', async ({ username, reason }, ctx) => {
  const account = await row<{ id: string; role: string; status: string }>(
    ctx.em,
    sql`select id, role, status from users where username = ${username.toLowerCase()} and stage = 'done'
      and status <> 'deleted' for no key update`,
  )
  if (account === null) throw new ApiError('not_found', 'There is nobody of that name.')
  if (account.role === 'moderator') throw new ApiError('forbidden', 'Moderators are not suspended by each other.')
  // Suspended already: it stays as it is, and nothing was done that would be written down.
  if (!(await closeAccount(ctx, account.id, 'suspended'))) return {}
  await audit(ctx, { act: 'suspend', targetKind: 'user', targetId: account.id, reason })
  return {}
})
