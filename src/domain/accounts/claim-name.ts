import type { EntityManager } from '@mikro-orm/postgresql'
import { ApiError } from '#core/pipeline/errors'
import { row, sql } from '#database/statement'
import { isReserved } from './reserved-names.ts'
import { skeletonOf } from './user-names.ts'

/** Days that the name somebody had before is kept for them: nobody takes it at once and passes for them. */
const formerDays = 14

/**
 * Refuses a user name that is taken or reserved. Those who ask for one name at the same time wait for each other here.
 * `ownId` is who has a name already and may spell it otherwise.
 */
export async function claimName(em: EntityManager, username: string, ownId: string | null = null) {
  await row(em, sql`select pg_advisory_xact_lock(hashtextextended(${skeletonOf(username)}, 1))`)
  const fault = await faultOfName(em, username, ownId)
  if (fault !== null)
    throw new ApiError('conflict', `The user name ${username} ${fault}.`, { fields: { username: fault } })
}

/** Why a user name cannot be had; null if it can. Names that look alike are one name. */
export async function faultOfName(em: EntityManager, username: string, ownId: string | null = null) {
  const skeleton = skeletonOf(username)
  if (skeleton === '' || isReserved(skeleton)) return 'is reserved'
  const taken = await row(
    em,
    sql`select 1 from users where id is distinct from ${ownId}::uuid and (skeleton = ${skeleton}
      or former_skeleton = ${skeleton} and renamed_at > now() - ${formerDays} * interval '1 day')`,
  )
  return taken ? 'is taken' : null
}

/**
 * Gives somebody another name. The first that is given up is kept for them, and no more than one at a time; taken back in
 * that time, it is as if it had never been given up.
 */
export const rename = (em: EntityManager, userId: string, username: string) =>
  row(
    em,
    sql`with kept as (
        select id, coalesce(former_skeleton = ${skeletonOf(username)}, false) as is_back, skeleton <> ${skeletonOf(username)}
          and coalesce(renamed_at < now() - ${formerDays} * interval '1 day', true) as is_new from users where id = ${userId}
      ) update users set username = ${username}, skeleton = ${skeletonOf(username)},
        former_skeleton = case when is_new then skeleton when is_back then null else former_skeleton end,
        renamed_at = case when is_new then now() when is_back then null else renamed_at end
      from kept where users.id = kept.id`,
  )
