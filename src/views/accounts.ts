import type { Account } from '#contract'
import { row, sql } from '#database/statement'
import { viewProfile } from './profiles.ts'
import type { View } from './view.ts'

type Own = Pick<Account, 'username' | 'email' | 'phone' | 'role' | 'totp'>

/** One's own account, with what nobody else is shown; null if it is gone. */
export async function viewAccount(ctx: View, userId: string): Promise<Account | null> {
  const own = await row<Own>(
    ctx.em,
    sql`select username, coalesce(email_given, email) as email, phone, role, exists (
        select 1 from totp where user_id = users.id and confirmed_at is not null) as totp
      from users where id = ${userId}`,
  )
  const profile = own && (await viewProfile(ctx, userId, own.username))
  return profile && { ...profile, ...own }
}
