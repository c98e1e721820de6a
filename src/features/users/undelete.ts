import { prepared } from '#core/pipeline/handler'
import { admitTried, tryCredentials } from '#domain/accounts/check-credentials'
import { tokensOf } from '#domain/accounts/issue-tokens'
import { sendNotice } from '#domain/accounts/security-notice'
import { startSession } from '#domain/accounts/start-session'
import { User } from '#entities'
import { viewSignedIn } from '#views/accounts'

export const undelete = prepared('users.undelete', {
  prepare: tryCredentials,

  async handle({ totp }, ctx, tried) {
    const account = await admitTried(ctx, tried, totp, 'deleted')
    const { id, stage } = account
    await ctx.em.nativeUpdate(User, { id }, { status: 'active', deletedAt: null })
    ctx.enqueue('account.settle', { userId: id })
    sendNotice(ctx, id, 'undeleted', ctx.from)
    const session = await startSession(ctx, account, tried.deviceId)
    return { tokens: tokensOf(session, stage, ctx.credentials), user: await viewSignedIn(ctx, id, stage) }
  },
})
