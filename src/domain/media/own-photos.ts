import type { EntityManager } from '@mikro-orm/postgresql'
import { profilePhotoOf } from '#access/media'
import { ApiError } from '#core/pipeline/errors'
import { db } from '#database'

/**
 * An account's profile photos, by their uploads: the one that is shown, and the pending one that is to replace it. Locks the
 * account.
 */
export async function ownPhotos(em: EntityManager, userId: string) {
  const found = await db(em)
    .selectFrom('User')
    .select(['stage', 'photoMediaId', profilePhotoOf().as('shown')])
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!found) throw new ApiError('unauthenticated', 'This session has ended.')
  const { stage, photoMediaId, shown } = found
  return { stage, shown, pending: photoMediaId === shown ? null : photoMediaId }
}
