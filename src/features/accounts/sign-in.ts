import { beginSession, tokensOf } from '#changes/issue-tokens'
import type { Stage } from '#contract'
import { prepared } from '#core/handler'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'
import { viewUsers } from '#views/user-view'

type Account = { id: string; stage: Stage; passwordHash: string | null }

export const signIn = prepared('auth.signIn', {
  // Both the unknown name and the wrong password take one hashing, and get one answer.
  async prepare({ login, password }, { em, credentials }) {
    const name = login.trim().toLowerCase()
    const account = await row<Account>(
      em,
      sql`select id, stage, password_hash as "passwordHash" from users where status = 'active' and (username = ${name}
        or verified_at is not null and email = ${name} or verified_at is not null and phone = ${name})`,
    )
    const matches = await credentials.checkPassword(account?.passwordHash ?? null, password)
    return matches ? account : null
  },

  async handle(_, ctx, account) {
    if (account === null) return refuse('unauthenticated', 'The name or the password is wrong.')
    const session = await beginSession(ctx.em, account.id, ctx.from)
    const users = await viewUsers(ctx, [account.id])
    const user = account.stage === 'code' || account.stage === 'profile' ? null : users.get(account.id)
    return { tokens: tokensOf(session, account.stage, ctx.credentials), user: user ?? null }
  },
})
