import { prepared } from '#core/pipeline/handler'
import { admitTried, tryCredentials } from '#domain/accounts/check-credentials'
import { tokensOf } from '#domain/accounts/issue-tokens'
import { startSession } from '#domain/accounts/start-session'
import { viewSignedIn } from '#views/accounts'

export const signIn = prepared('auth.signIn', {
  prepare: tryCredentials,

  async handle({ totp }, ctx, tried) {
    const account = await admitTried(ctx, tried, totp, 'active')
    const session = await startSession(ctx, account, tried.deviceId)
    return {
      tokens: tokensOf(session, account.stage, ctx.credentials),
      user: await viewSignedIn(ctx, account.id, account.stage),
    }
  },
})
