import { plain } from '#core/pipeline/handler'
import { dropMedia } from '#domain/media/drop-media'
import { ownPhotos } from '#domain/media/own-photos'
import { User } from '#entities'

export const removePhoto = plain('users.removePhoto', async function removePhoto(_, ctx) {
  const { em, viewer } = ctx
  const { shown, pending } = await ownPhotos(em, viewer.id)
  await em.nativeUpdate(User, { id: viewer.id }, { photo: null, photoMediaId: null })
  const uploads = [shown, pending].filter(id => id !== null)
  await dropMedia(ctx, uploads)
  if (shown !== null) ctx.publish('account.changed', { users: [viewer.id] }, { userId: viewer.id })
  return {}
})
