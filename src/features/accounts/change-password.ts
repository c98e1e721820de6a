import { prepared } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { checkNewPassword, type Names } from '#domain/accounts/check-password'
import { checkOwnPassword, lockWithPassword } from '#domain/accounts/own-password'
import { setPassword } from '#domain/accounts/set-password'

export const changePassword = prepared('auth.changePassword', {
  async prepare({ currentPassword, newPassword }, ctx) {
    const checkedHash = await checkOwnPassword(ctx, currentPassword)
    const own = await row<Names & { phone: string | null }>(
      ctx.em,
      sql`select username, full_name as "fullName", email as contact, phone from users where id = ${ctx.viewer.id}`,
    )
    checkNewPassword(newPassword, own ?? {}, 'newPassword')
    checkNewPassword(newPassword, { contact: own?.phone }, 'newPassword')
    return { checkedHash, passwordHash: await ctx.credentials.hashPassword(newPassword) }
  },

  async handle(_, ctx, { checkedHash, passwordHash }) {
    await lockWithPassword(ctx.em, ctx.viewer.id, checkedHash)
    await setPassword(ctx, ctx.viewer.id, passwordHash, ctx.viewer.sessionId)
    return {}
  },
})
