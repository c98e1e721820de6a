import { prepared } from '#core/pipeline/handler'
import { row, rows, sql } from '#database/statement'
import { checkNewPassword } from '#domain/accounts/check-password'
import { claimName } from '#domain/accounts/claim-name'
import { lockAtStage, moveStage } from '#domain/accounts/move-stage'
import { skeletonOf } from '#domain/accounts/user-names'
import { searchText } from '#domain/users/search-text'
import { viewUsers } from '#views/users'

export const complete = prepared('auth.complete', {
  async prepare({ username, password, fullName }, { em, credentials, viewer }) {
    const own = await row<{ contact: string }>(
      em,
      sql`select coalesce(email, phone) as contact from users where id = ${viewer.id}`,
    )
    checkNewPassword(password, { username, fullName, contact: own?.contact })
    return credentials.hashPassword(password)
  },

  async handle({ username, fullName }, ctx, passwordHash) {
    const { em, viewer } = ctx
    await lockAtStage(em, viewer, 'profile')
    await claimName(em, username)
    await rows(
      em,
      sql`update users set username = ${username.toLowerCase()}, skeleton = ${skeletonOf(username)},
        search = ${searchText(username, fullName)}, full_name = ${fullName}, password_hash = ${passwordHash}
        where id = ${viewer.id}`,
    )
    const tokens = await moveStage(ctx, viewer, 'photo')
    return { tokens, user: (await viewUsers(ctx, [viewer.id])).get(viewer.id) ?? null }
  },
})
