import { ApiError } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { after, db } from '#database'
import { closeAccount } from '#domain/accounts/close-account'
import { checkOwnPassword, lockWithPassword } from '#domain/accounts/own-password'
import { undoDays } from '#domain/accounts/undo-deletion'

export const deleteAccount = prepared('users.delete', {
  prepare: ({ currentPassword }, ctx) => checkOwnPassword(ctx, currentPassword),

  async handle(_, ctx, checkedHash) {
    const { id } = ctx.viewer
    await lockWithPassword(ctx.em, id, checkedHash)
    if (!(await closeAccount(ctx, id, 'deleted'))) throw new ApiError('unauthenticated', 'This session has ended.')
    const { until } = await db(ctx.em)
      .selectFrom('User')
      .select(eb => after(eb.ref('deletedAt'), `${undoDays} days`).as('until'))
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    ctx.enqueue('account.erase', { userId: id }, { inSeconds: undoDays * 86_400 })
    return { undoUntil: until.toISOString() }
  },
})
