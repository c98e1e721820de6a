import { creating } from '#core/handler'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'
import { viewOwnMedia } from '#views/media-view'

export const uploadPhoto = creating('media.upload', {
  async make({ altText }, ctx) {
    const { file } = ctx
    if (file === null) return refuse('invalid', 'A file is needed.', { fields: { file: 'is needed' } })
    const made = (await row<{ id: string }>(
      ctx.em,
      sql`insert into media (owner_id, alt_text, original_key, bytes)
        values (${ctx.viewer.id}, ${altText}, ${file.key}, ${file.bytes}) returning id`,
    )) as { id: string }
    file.kept = true
    ctx.enqueue('photo.render', { mediaId: made.id })
    return { mediaId: made.id }
  },
  async view({ mediaId }, ctx) {
    const media = await viewOwnMedia(ctx, ctx.viewer.id, mediaId)
    if (media === null) throw refuse('gone', 'What this request made has been deleted since.')
    return media
  },
})
