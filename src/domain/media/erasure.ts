import { isSent } from '#access/media'
import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { dropMedia } from './drop-media.ts'

const maxAtOnce = 50

/** Deletes a user's uploads and their files, except those that a message shows. Returns whether there may be more. */
export async function eraseMedia(ctx: WriteContext, userId: string): Promise<boolean> {
  const uploads = await db(ctx.em)
    .selectFrom('Media')
    .select('id')
    .where('ownerId', '=', userId)
    .where(eb => eb.not(isSent()))
    .orderBy('id')
    .limit(maxAtOnce)
    .execute()
  await dropMedia(
    ctx,
    uploads.map(upload => upload.id),
  )
  return uploads.length > 0
}
