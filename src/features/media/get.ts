import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { viewOwnMedia } from '#views/media'

export const getMedia = plain('media.get', async function getMedia({ mediaId }, ctx) {
  const media = await viewOwnMedia(ctx, ctx.viewer.id, mediaId)
  if (media === null) throw notFound('upload')
  return media
})
