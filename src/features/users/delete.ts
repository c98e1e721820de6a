import { closeAccount } from '#changes/close-account'
import { checkOwnPassword, lockWithPassword } from '#changes/own-password'
import { rightToUndo } from '#changes/undo-deletion'
import { prepared } from '#core/handler'
import { refuse } from '#core/refusal'
import { iso, row, sql } from '#entities/query'

export const deleteAccount = prepared('users.delete', {
  prepare: ({ currentPassword }, ctx) => checkOwnPassword(ctx, currentPassword),
  async handle(_, ctx, checkedHash) {
    const { id } = ctx.viewer
    await lockWithPassword(ctx.em, id, checkedHash)
    if (!(await closeAccount(ctx, id, 'deleted'))) return refuse('unauthenticated', 'This session has ended.')
    const { until } = (await row<{ until: string }>(
      ctx.em,
      sql`select deleted_at + ${rightToUndo.days} * interval '1 day' as until from users where id = ${id}`,
    )) as { until: string }
    ctx.enqueue('account.erase', { userId: id }, { inSeconds: rightToUndo.days * 86_400 })
    return { undoUntil: iso(until) }
  },
})
