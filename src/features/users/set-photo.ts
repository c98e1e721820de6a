import { checkFinished } from '#core/pipeline/access'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { moveStage } from '#domain/accounts/move-stage'
import { addUpload } from '#domain/media/add-upload'
import { dropMedia } from '#domain/media/drop-media'
import { ownPhotos } from '#domain/media/own-photos'
import { requirePhoto } from '#domain/media/require-photo'
import { User } from '#entities'
import { viewOwnMedia } from '#views/media'

export const setPhoto = plain('users.setPhoto', async function setPhoto({ crop = null }, ctx) {
  const { em, viewer } = ctx
  const file = requirePhoto(ctx.file, crop)
  const { stage, pending } = await ownPhotos(em, viewer.id)
  if (stage !== 'photo') checkFinished({ ...viewer, stage })
  const mediaId = await addUpload(ctx, file, { ownerId: viewer.id, crop })
  await em.nativeUpdate(User, { id: viewer.id }, { photoMediaId: mediaId })
  if (pending !== null) await dropMedia(ctx, [pending])
  const tokens = stage === 'photo' ? await moveStage(ctx, viewer, 'done') : null
  const media = await viewOwnMedia(ctx, viewer.id, mediaId)
  if (media === null) throw new ApiError('internal', 'The photo is not there.')
  return { media, tokens }
})
