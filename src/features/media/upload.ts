import { ApiError, invalid } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { checkCrop } from '#domain/media/check-crop'
import { viewOwnMedia } from '#views/media'

export const uploadPhoto = creating('media.upload', {
  async make({ altText, crop = null }, ctx) {
    const { file } = ctx
    if (file === null) throw invalid({ file: 'is needed' })
    if (crop) checkCrop(crop, file)
    const made = (await row<{ id: string }>(
      ctx.em,
      sql`insert into media (owner_id, alt_text, original_key, bytes, crop) values (${ctx.viewer.id}, ${altText},
        ${file.key}, ${file.bytes}, ${crop && JSON.stringify(crop)}::jsonb) returning id`,
    )) as { id: string }
    file.kept = true
    ctx.enqueue('photo.render', { mediaId: made.id })
    return { mediaId: made.id }
  },
  async view({ mediaId }, ctx) {
    const media = await viewOwnMedia(ctx, ctx.viewer.id, mediaId)
    if (media === null) throw new ApiError('gone', 'What this request made has been deleted since.')
    return media
  },
})
