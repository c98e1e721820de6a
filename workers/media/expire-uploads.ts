import { isPosted, isProfilePhoto, isSent } from '#access/media'
import type { WriteContext } from '#core/pipeline/context'
import { ago, anyOf, db, literal } from '#database'
import { dropMedia } from '#domain/media/drop-media'

const maxAtOnce = 1000

/** Deletes the uploads that no post, message or profile uses a day later. Returns whether there are more. */
export async function expireUploads(ctx: WriteContext): Promise<boolean> {
  const { em } = ctx
  // Locked before the check: an upload that is being used at this moment is skipped, and none is used after the check.
  const checked = await db(em)
    .selectFrom('Media')
    .select('id')
    .where('unchecked', '=', literal(true))
    .where('createdAt', '<', ago('24 hours'))
    .orderBy('createdAt')
    .limit(maxAtOnce)
    .forUpdate()
    .skipLocked()
    .execute()
  if (checked.length === 0) return false
  const ids = checked.map(media => media.id)
  const unused = await db(em)
    .selectFrom('Media')
    .select('id')
    .where('id', '=', anyOf(ids))
    .where(eb => eb.not(eb.or([isProfilePhoto(), isPosted(), isSent()])))
    .execute()
  await dropMedia(
    ctx,
    unused.map(media => media.id),
  )
  await db(em).updateTable('Media').set({ unchecked: false }).where('id', '=', anyOf(ids)).execute()
  return checked.length === maxAtOnce
}
