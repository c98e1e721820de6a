import { checkOwnPassword, lockWithPassword } from '#changes/own-password'
import { newSecret } from '#changes/second-factor'
import { prepared } from '#core/handler'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'

export const beginTotp = prepared('auth.totpBegin', {
  prepare: ({ currentPassword }, ctx) => checkOwnPassword(ctx, currentPassword),

  async handle(_, { em, viewer, credentials }, checkedHash) {
    await lockWithPassword(em, viewer.id, checkedHash)
    const own = await row<{ username: string }>(em, sql`select username from users where id = ${viewer.id}`)
    const made = newSecret(own?.username ?? '')
    const begun = await row(
      em,
      sql`insert into totp (user_id, secret) values (${viewer.id}, ${credentials.seal(made.secret)})
        on conflict (user_id) do update set secret = excluded.secret, created_at = now()
        where totp.confirmed_at is null returning 1`,
    )
    if (begun === null) return refuse('conflict', 'The account has an authenticator already: disable that one first.')
    return made
  },
})
