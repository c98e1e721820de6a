import { skeletonOf } from '#access/people'
import { claimName } from '#changes/claim-name'
import { lockAtStage, moveStage } from '#changes/move-stage'
import { prepared } from '#core/handler'
import { rows, sql } from '#entities/query'
import { viewUsers } from '#views/user-view'

export const complete = prepared('auth.complete', {
  prepare: ({ password }, { credentials }) => credentials.hashPassword(password),

  async handle({ username, fullName }, ctx, passwordHash) {
    const { em, viewer } = ctx
    await lockAtStage(em, viewer, 'profile')
    await claimName(em, username)
    await rows(
      em,
      sql`update users set username = ${username.toLowerCase()}, skeleton = ${skeletonOf(username)},
        full_name = ${fullName}, password_hash = ${passwordHash} where id = ${viewer.id}`,
    )
    const tokens = await moveStage(ctx, viewer, 'photo')
    return { tokens, user: (await viewUsers(ctx, [viewer.id])).get(viewer.id) ?? null }
  },
})
