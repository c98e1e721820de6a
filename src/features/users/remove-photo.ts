import { plain } from '#core/pipeline/handler'
import { rows, sql } from '#database/statement'
import { dropMedia } from '#domain/media/drop-media'
import { ownPhotos } from '#domain/media/own-photos'

export const removePhoto = plain('users.removePhoto', async (_, ctx) => {
  const { em, viewer } = ctx
  const { shown, pending } = await ownPhotos(em, viewer.id)
  await rows(em, sql`update users set photo = null, photo_media_id = null where id = ${viewer.id}`)
  await dropMedia(
    ctx,
    [shown, pending].filter(id => id !== null),
  )
  if (shown !== null) ctx.publish('account.changed', { users: [viewer.id] }, { userId: viewer.id })
  return {}
})
