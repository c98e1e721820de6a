import { ApiError } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { iso, row, sql } from '#database/statement'
import { closeAccount } from '#domain/accounts/close-account'
import { checkOwnPassword, lockWithPassword } from '#domain/accounts/own-password'
import { undoDays } from '#domain/accounts/undo-deletion'

export const deleteAccount = prepared('users.delete', {
  prepare: ({ currentPassword }, ctx) => checkOwnPassword(ctx, currentPassword),
  async handle(_, ctx, checkedHash) {
    const { id } = ctx.viewer
    await lockWithPassword(ctx.em, id, checkedHash)
    if (!(await closeAccount(ctx, id, 'deleted'))) throw new ApiError('unauthenticated', 'This session has ended.')
    const { until } = (await row<{ until: string }>(
      ctx.em,
      sql`select deleted_at + ${undoDays} * interval '1 day' as until from users where id = ${id}`,
    )) as { until: string }
    ctx.enqueue('account.erase', { userId: id }, { inSeconds: undoDays * 86_400 })
    return { undoUntil: iso(until) }
  },
})
