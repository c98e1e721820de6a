import { prepared } from '#core/pipeline/handler'
import { db } from '#database'
import { checkNewPassword } from '#domain/accounts/check-password'
import { checkOwnPassword, lockWithPassword } from '#domain/accounts/own-password'
import { setPassword } from '#domain/accounts/set-password'

export const changePassword = prepared('auth.changePassword', {
  async prepare({ currentPassword, newPassword }, ctx) {
    const checkedHash = await checkOwnPassword(ctx, currentPassword)
    const own = await db(ctx.em)
      .selectFrom('User')
      .select(['username', 'fullName', 'email', 'phone'])
      .where('id', '=', ctx.viewer.id)
      .executeTakeFirstOrThrow()
    checkNewPassword(newPassword, { ...own, contact: own.email }, 'newPassword')
    checkNewPassword(newPassword, { contact: own.phone }, 'newPassword')
    return { checkedHash, passwordHash: await ctx.credentials.hashPassword(newPassword) }
  },

  async handle(_, ctx, { checkedHash, passwordHash }) {
    await lockWithPassword(ctx.em, ctx.viewer.id, checkedHash)
    await setPassword(ctx, ctx.viewer.id, passwordHash, ctx.viewer.sessionId)
    return {}
  },
})
