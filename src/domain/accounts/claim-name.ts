import type { EntityManager } from '@mikro-orm/postgresql'
import { ApiError } from '#core/pipeline/errors'
import { ago, type Duration, db, literal, lockText, now } from '#database'
import { isReserved } from './reserved-names.ts'
import { skeletonOf } from './user-names.ts'

/** How long a former user name is kept for its owner, so that nobody takes it at once and poses as them. */
const formerKept: Duration = '14 days'

/**
 * Throws if a user name is taken or reserved. Callers that claim the same name wait here for each other. `ownId` is an
 * account that has a name already and may spell it differently.
 */
export async function claimName(em: EntityManager, username: string, ownId: string | null = null) {
  await lockText(em, 'username', skeletonOf(username))
  const fault = await faultOfName(em, username, ownId)
  if (fault !== null)
    throw new ApiError('conflict', `The user name ${username} ${fault}.`, { fields: { username: fault } })
}

/** Why a user name cannot be had; null if it can. Names that look alike are the same name. */
export async function faultOfName(em: EntityManager, username: string, ownId: string | null = null) {
  const skeleton = skeletonOf(username)
  if (skeleton === '' || isReserved(skeleton)) return 'is reserved'
  const taken = await db(em)
    .selectFrom('User')
    .select('id')
    .where(eb =>
      eb.or([
        eb('skeleton', '=', skeleton),
        eb.and([eb('formerSkeleton', '=', skeleton), eb('renamedAt', '>', ago(formerKept))]),
      ]),
    )
    .$if(ownId !== null, query => query.where('id', '!=', ownId))
    .executeTakeFirst()
  return taken ? 'is taken' : null
}

/**
 * Gives an account another user name. Its first former name is kept for it, one name at a time; a name that is taken back
 * in that time counts as never given up.
 */
export async function rename(em: EntityManager, userId: string, username: string) {
  const skeleton = skeletonOf(username)
  await db(em)
    .updateTable('User')
    .set(eb => {
      const isBack = eb('formerSkeleton', '=', skeleton)
      const isNew = eb.and([
        eb('skeleton', '!=', skeleton),
        eb.or([eb('renamedAt', 'is', null), eb('renamedAt', '<', ago(formerKept))]),
      ])
      const change = eb.case().when(isNew)
      return {
        username: username.toLowerCase(),
        skeleton,
        formerSkeleton: change
          .then(eb.ref('skeleton'))
          .when(isBack)
          .then(literal(null))
          .else(eb.ref('formerSkeleton'))
          .end(),
        renamedAt: change.then(now).when(isBack).then(literal(null)).else(eb.ref('renamedAt')).end(),
      }
    })
    .where('id', '=', userId)
    .execute()
}
