import { admitTried, tryCredentials } from '#changes/check-credentials'
import { tokensOf } from '#changes/issue-tokens'
import { startSession } from '#changes/start-session'
import { writeTo } from '#changes/tell-security'
import { prepared } from '#core/handler'
import { Refusal } from '#core/refusal'
import { row, sql } from '#entities/query'
import { viewSignedIn } from '#views/signed-in-view'

export const undelete = prepared('users.undelete', {
  prepare: tryCredentials,

  async handle({ totp }, ctx, tried) {
    const account = await admitTried(ctx, tried, totp, 'deleted')
    if (account instanceof Refusal) return account
    const { id, stage } = account
    await row(ctx.em, sql`update users set status = 'active', deleted_at = null where id = ${id}`)
    ctx.enqueue('account.settle', { userId: id })
    writeTo(ctx, id, 'undeleted', ctx.from)
    const session = await startSession(ctx, account, tried.deviceId)
    return { tokens: tokensOf(session, stage, ctx.credentials), user: await viewSignedIn(ctx, id, stage) }
  },
})
