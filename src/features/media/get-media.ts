import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { viewOwnMedia } from '#views/media-view'

export const getMedia = handle('media.get', async ({ mediaId }, ctx) => {
  const media = await viewOwnMedia(ctx, ctx.viewer.id, mediaId)
  return media ?? refuse('not_found', 'There is no such upload of yours.')
})
