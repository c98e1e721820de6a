import { prepared } from '#core/pipeline/handler'
import { db } from '#database'
import { checkNewPassword } from '#domain/accounts/check-password'
import { claimName } from '#domain/accounts/claim-name'
import { lockAtStage, moveStage } from '#domain/accounts/move-stage'
import { skeletonOf } from '#domain/accounts/user-names'
import { searchText } from '#domain/users/search-text'
import { User } from '#entities'
import { viewSignedIn } from '#views/accounts'

export const complete = prepared('auth.complete', {
  async prepare({ username, password, fullName }, { em, credentials, viewer }) {
    const own = await db(em)
      .selectFrom('User')
      .select(eb => eb.fn.coalesce('email', 'phone').as('contact'))
      .where('id', '=', viewer.id)
      .executeTakeFirst()
    checkNewPassword(password, { username, fullName, contact: own?.contact })
    return credentials.hashPassword(password)
  },

  async handle({ username, fullName }, ctx, passwordHash) {
    const { em, viewer } = ctx
    await lockAtStage(em, viewer, 'profile')
    await claimName(em, username)
    const names = {
      username: username.toLowerCase(),
      skeleton: skeletonOf(username),
      search: searchText(username, fullName),
      fullName,
    }
    await em.nativeUpdate(User, { id: viewer.id }, { ...names, passwordHash })
    const tokens = await moveStage(ctx, viewer, 'photo')
    return { tokens, user: await viewSignedIn(ctx, viewer.id, 'photo') }
  },
})
