import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { reopenAccount } from '#domain/accounts/close-account'
import { audit } from '#domain/moderation/audit'

export const restore = plain('moderation.restore', async ({ username, reason }, ctx) => {
  const account = await row<{ id: string; status: string }>(
    ctx.em,
    sql`select id, status from users where username = ${username.toLowerCase()} and stage = 'done'
      and status <> 'deleted' for no key update`,
  )
  if (account === null) throw new ApiError('not_found', 'There is nobody of that name.')
  if (account.status !== 'suspended') return {}
  await reopenAccount(ctx, account.id)
  await audit(ctx, { act: 'restore', targetKind: 'user', targetId: account.id, reason })
  return {}
})
