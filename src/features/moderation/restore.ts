import { audit } from '#changes/audit'
import { reopenAccount } from '#changes/close-account'
import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'

export const restore = handle('moderation.restore', async ({ username, reason }, ctx) => {
  const account = await row<{ id: string; status: string }>(
    ctx.em,
    sql`select id, status from users where username = ${username.toLowerCase()} and stage = 'done'
      and status <> 'deleted' for no key update`,
  )
  if (account === null) return refuse('not_found', 'There is nobody of that name.')
  if (account.status !== 'suspended') return {}
  await reopenAccount(ctx, account.id)
  await audit(ctx, { act: 'restore', targetKind: 'user', targetId: account.id, reason })
  return {}
})
