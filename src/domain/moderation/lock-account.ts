import type { EntityManager } from '@mikro-orm/postgresql'
import { notFound } from '#core/pipeline/errors'
import { db } from '#database'

/** Locks the account of a user name for a moderator; throws `not_found` for one that is unfinished or deleted. */
export async function lockAccount(em: EntityManager, username: string) {
  const account = await db(em)
    .selectFrom('User')
    .select(['id', 'role', 'status'])
    .where('username', '=', username.toLowerCase())
    .where('stage', '=', 'done')
    .where('status', '<>', 'deleted')
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!account) throw notFound('user')
  return account
}
