import type { EntityManager } from '@mikro-orm/postgresql'
import { id } from '#contract'
import { type AliasableExpression, db, expression as eb, type Id, idOf, now, type SqlBool } from '#database'

/** Whether signing in to an account needs a code of its authenticator. */
export const hasAuthenticator = (userId: Id): AliasableExpression<SqlBool> =>
  eb.exists(
    eb
      .selectFrom('Totp')
      .select('Totp.userId')
      .where('Totp.userId', '=', idOf(userId))
      .where('Totp.confirmedAt', 'is not', null),
  )

/** Where the ZIP of an export is stored, alone in its folder. */
export const keyOfExport = (exportId: string) => `exports/${exportId}/data.zip`

/** An export that its owner can still download; undefined for anybody else, and for what is no id. */
export async function findExport(em: EntityManager, ownerId: string, exportId: string) {
  if (!id.safeParse(exportId).success) return undefined
  return db(em)
    .selectFrom('Export')
    .select(['id', 'createdAt'])
    .where('id', '=', exportId)
    .where('userId', '=', ownerId)
    .where('status', '=', 'ready')
    .where('expiresAt', '>', now)
    .executeTakeFirst()
}
