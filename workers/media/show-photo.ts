import type { WriteContext } from '#core/pipeline/context'
import { db, sql } from '#database'
import { dropMedia } from '#domain/media/drop-media'
import { type StoredImage, User } from '#entities'

/** The uploads of an account's profile photo: the newest one, and the one that is shown. */
export type Owner = { id: string; newest: string | null; shown: string | null }

/** Shows a new profile photo instead of the previous one, which stays where the new one could not be rendered. */
export async function showPhoto(ctx: WriteContext, { id, shown }: Owner, image: StoredImage | null) {
  const { em } = ctx
  if (image === null) {
    await db(em)
      .updateTable('User')
      .set(eb => ({
        photoMediaId: eb
          .selectFrom('Media')
          .select('Media.id')
          .where(media => media(sql<string>`${media.ref('Media.id')}::text`, '=', shown))
          .where('Media.ownerId', '=', id),
      }))
      .where('id', '=', id)
      .execute()
    return
  }
  await em.nativeUpdate(User, { id }, { photo: image })
  ctx.publish('account.changed', { users: [id] }, { userId: id })
  if (shown !== null) await dropMedia(ctx, [shown])
}
