import { ApiError } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { checkOwnPassword, lockWithPassword } from '#domain/accounts/own-password'
import { newSecret } from '#domain/accounts/second-factor'

export const beginTotp = prepared('auth.totpBegin', {
  prepare: ({ currentPassword }, ctx) => checkOwnPassword(ctx, currentPassword),

  async handle(_, { em, viewer, credentials }, checkedHash) {
    await lockWithPassword(em, viewer.id, checkedHash)
    const own = await row<{ username: string }>(em, sql`select username from users where id = ${viewer.id}`)
    const made = newSecret(own?.username ?? '')
    const begun = await row(
      em,
      sql`insert into totp (user_id, secret) values (${viewer.id}, ${credentials.encrypt(made.secret)})
        on conflict (user_id) do update set secret = excluded.secret, created_at = now()
        where totp.confirmed_at is null returning 1`,
    )
    if (begun === null)
      throw new ApiError('conflict', 'The account has an authenticator already: disable that one first.')
    return made
  },
})
