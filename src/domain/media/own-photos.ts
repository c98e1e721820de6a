import type { EntityManager } from '@mikro-orm/postgresql'
import type { Stage } from '#contract'
import { ApiError } from '#core/pipeline/errors'
import { row, sql } from '#database/statement'

type Photos = { stage: Stage; newest: string | null; shown: string | null }

/**
 * Somebody's profile photos: the one that is shown, by the folder of its files, which is its upload's id, and the
 * upload that is to replace it. The account is locked.
 */
export async function ownPhotos(em: EntityManager, userId: string) {
  const found = await row<Photos>(
    em,
    sql`select stage, photo_media_id as newest, photo ->> 'key' as shown from users where id = ${userId} for no key update`,
  )
  if (found === null) throw new ApiError('unauthenticated', 'This session has ended.')
  const { stage, newest, shown } = found
  return { stage, shown, pending: newest === shown ? null : newest }
}
