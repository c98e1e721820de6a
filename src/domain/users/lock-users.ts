import type { EntityManager } from '@mikro-orm/postgresql'
import { anyOf, db } from '#database'

/** Locks accounts in the order of their ids, so that transactions never wait for each other in a circle. */
export const lockUsers = (em: EntityManager, ids: readonly string[]) =>
  db(em)
    .selectFrom('User')
    .select(['id', 'status', 'isPrivate'])
    .where('id', '=', anyOf(ids))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
