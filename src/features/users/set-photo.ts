import { checkFinished } from '#core/pipeline/access'
import { ApiError, invalid } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, rows, sql } from '#database/statement'
import { moveStage } from '#domain/accounts/move-stage'
import { checkCrop } from '#domain/media/check-crop'
import { dropMedia } from '#domain/media/drop-media'
import { ownPhotos } from '#domain/media/own-photos'
import { viewOwnMedia } from '#views/media'

export const setPhoto = plain('users.setPhoto', async ({ crop = null }, ctx) => {
  const { em, viewer, file } = ctx
  if (file === null) throw invalid({ file: 'is needed' })
  if (crop) checkCrop(crop, file)
  const { stage, pending } = await ownPhotos(em, viewer.id)
  if (stage !== 'photo') checkFinished({ ...viewer, stage })
  const made = (await row<{ id: string }>(
    em,
    sql`insert into media (owner_id, original_key, bytes, crop)
      values (${viewer.id}, ${file.key}, ${file.bytes}, ${crop && JSON.stringify(crop)}::jsonb) returning id`,
  )) as { id: string }
  file.kept = true
  await rows(em, sql`update users set photo_media_id = ${made.id} where id = ${viewer.id}`)
  if (pending !== null) await dropMedia(ctx, [pending])
  ctx.enqueue('photo.render', { mediaId: made.id })
  const tokens = stage === 'photo' ? await moveStage(ctx, viewer, 'done') : null
  const media = await viewOwnMedia(ctx, viewer.id, made.id)
  if (media === null) throw new ApiError('internal', 'The photo is not there.')
  return { media, tokens }
})
