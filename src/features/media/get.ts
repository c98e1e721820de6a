import { ApiError } from '#core/pipeline/errors'
import { handle } from '#core/pipeline/handler'
import { viewOwnMedia } from '#views/media'

export const getMedia = handle('media.get', async ({ mediaId }, ctx) => {
  const media = await viewOwnMedia(ctx, ctx.viewer.id, mediaId)
  return media ?? new ApiError('not_found', 'There is no such upload of yours.')
})
