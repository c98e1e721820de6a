import { isProfilePhoto } from '#access/profile-photo'
import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { dropMedia } from '#domain/media/drop-media'

/** So many are looked at in one go. */
const most = 1000

/** Deletes the uploads that nothing uses a day later: no post, no message, no profile. Answers whether there are more. */
export async function expireUploads(ctx: WriteContext): Promise<boolean> {
  // Locked before it is asked: what is being put to use at this moment is passed over, and none is put to use after it.
  const looked = await rows<{ id: string }>(
    ctx.em,
    sql`select id from media where unchecked and created_at < now() - interval '24 hours'
      order by created_at limit ${most} for update skip locked`,
  )
  if (looked.length === 0) return false
  const ids = looked.map(one => one.id)
  const unused = await rows<{ id: string }>(
    ctx.em,
    sql`select id from media where id = any(${ids}::uuid[]) and not ${isProfilePhoto}
      and not exists (select 1 from post_media where media_id = media.id)
      and not exists (select 1 from message where message.media_id = media.id)`,
  )
  await dropMedia(
    ctx,
    unused.map(one => one.id),
  )
  await rows(ctx.em, sql`update media set unchecked = false where id = any(${ids}::uuid[])`)
  return looked.length === most
}
