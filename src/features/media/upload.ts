import { resultGone } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { addUpload } from '#domain/media/add-upload'
import { requirePhoto } from '#domain/media/require-photo'
import { viewOwnMedia } from '#views/media'

export const uploadPhoto = creating('media.upload', {
  async make({ altText, crop = null }, ctx) {
    const file = requirePhoto(ctx.file, crop)
    return { mediaId: await addUpload(ctx, file, { ownerId: ctx.viewer.id, altText, crop }) }
  },
  async view({ mediaId }, ctx) {
    const media = await viewOwnMedia(ctx, ctx.viewer.id, mediaId)
    if (media === null) throw resultGone()
    return media
  },
})
