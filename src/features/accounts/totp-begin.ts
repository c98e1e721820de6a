import { ApiError } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { db, now } from '#database'
import { checkOwnPassword, lockWithPassword } from '#domain/accounts/own-password'
import { newSecret } from '#domain/accounts/second-factor'

export const beginTotp = prepared('auth.totpBegin', {
  prepare: ({ currentPassword }, ctx) => checkOwnPassword(ctx, currentPassword),

  async handle(_, { em, viewer, credentials }, checkedHash) {
    await lockWithPassword(em, viewer.id, checkedHash)
    const { username } = await db(em)
      .selectFrom('User')
      .select('username')
      .where('id', '=', viewer.id)
      .executeTakeFirstOrThrow()
    const made = newSecret(username ?? '')
    const secret = credentials.encrypt(made.secret)
    const begun = await db(em)
      .insertInto('Totp')
      .values({ userId: viewer.id, secret })
      .onConflict(totp =>
        totp.column('userId').doUpdateSet({ secret, createdAt: now }).where('Totp.confirmedAt', 'is', null),
      )
      .returning('userId')
      .executeTakeFirst()
    if (!begun) throw new ApiError('conflict', 'The account has an authenticator already: disable that one first.')
    return made
  },
})
