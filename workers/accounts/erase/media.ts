import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { dropMedia } from '#domain/media/drop-media'

const atOnce = 50

/** Removes somebody's uploads and their files, but for those that a message shows: these stay with it. */
export async function eraseMedia(ctx: WriteContext, userId: string): Promise<boolean> {
  const uploads = await rows<{ id: string }>(
    ctx.em,
    sql`select id from media where owner_id = ${userId}
      and not exists (select 1 from message where message.media_id = media.id) order by id limit ${atOnce}`,
  )
  await dropMedia(
    ctx,
    uploads.map(upload => upload.id),
  )
  return uploads.length > 0
}
