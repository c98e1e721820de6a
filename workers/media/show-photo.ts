import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { dropMedia } from '#domain/media/drop-media'
import type { StoredImage } from '#entities'

/** Whose photo it is: the upload that was to become their profile photo, and the folder of the one that is shown. */
export type Owner = { id: string; newest: string | null; shown: string | null }

/** Shows a profile photo in the place of the one before; where it could not be rendered, that one stays. */
export async function showPhoto(ctx: WriteContext, { id, shown }: Owner, image: StoredImage | null) {
  if (image === null) {
    await rows(
      ctx.em,
      sql`update users set photo_media_id = (select media.id from media where media.id::text = ${shown} and owner_id = ${id})
        where id = ${id}`,
    )
    return
  }
  await rows(ctx.em, sql`update users set photo = ${JSON.stringify(image)}::jsonb where id = ${id}`)
  ctx.publish('account.changed', { users: [id] }, { userId: id })
  if (shown !== null) await dropMedia(ctx, [shown])
}
