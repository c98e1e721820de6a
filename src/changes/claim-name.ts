import type { EntityManager } from '@mikro-orm/postgresql'
import { skeletonOf } from '#access/people'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'
import { isReserved } from './reserved-names.ts'

/** Refuses a user name that is taken or reserved. Those who ask for one name at the same time wait for each other here. */
export async function claimName(em: EntityManager, username: string) {
  const skeleton = skeletonOf(username)
  await row(em, sql`select pg_advisory_xact_lock(hashtextextended(${skeleton}, 1))`)
  const taken = await row(em, sql`select 1 from users where skeleton = ${skeleton}`)
  if (taken || skeleton === '' || isReserved(skeleton)) {
    throw refuse('conflict', `The user name ${username} is taken.`, { fields: { username: 'is taken' } })
  }
}
