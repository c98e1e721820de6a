import { admitTried, tryCredentials } from '#changes/check-credentials'
import { tokensOf } from '#changes/issue-tokens'
import { startSession } from '#changes/start-session'
import { prepared } from '#core/handler'
import { Refusal } from '#core/refusal'
import { viewSignedIn } from '#views/signed-in-view'

export const signIn = prepared('auth.signIn', {
  prepare: tryCredentials,

  async handle({ totp }, ctx, tried) {
    const account = await admitTried(ctx, tried, totp, 'active')
    if (account instanceof Refusal) return account
    const session = await startSession(ctx, account, tried.deviceId)
    return {
      tokens: tokensOf(session, account.stage, ctx.credentials),
      user: await viewSignedIn(ctx, account.id, account.stage),
    }
  },
})
