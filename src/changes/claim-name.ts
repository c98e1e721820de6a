import type { EntityManager } from '@mikro-orm/postgresql'
import { skeletonOf } from '#access/people'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'
import { isReserved } from './reserved-names.ts'

/**
 * Refuses a user name that is taken or reserved. Those who ask for one name at the same time wait for each other here.
 * `ownId` is who has a name already and may spell it otherwise.
 */
export async function claimName(em: EntityManager, username: string, ownId: string | null = null) {
  await row(em, sql`select pg_advisory_xact_lock(hashtextextended(${skeletonOf(username)}, 1))`)
  const fault = await faultOfName(em, username, ownId)
  if (fault !== null) throw refuse('conflict', `The user name ${username} ${fault}.`, { fields: { username: fault } })
}

/** Why a user name cannot be had; null if it can. Names that look alike are one name. */
export async function faultOfName(em: EntityManager, username: string, ownId: string | null = null) {
  const skeleton = skeletonOf(username)
  if (skeleton === '' || isReserved(skeleton)) return 'is reserved'
  const taken = await row(
    em,
    sql`select 1 from users where skeleton = ${skeleton} and id is distinct from ${ownId}::uuid`,
  )
  return taken ? 'is taken' : null
}
