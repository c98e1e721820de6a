import { checkCrop } from '#changes/check-crop'
import { dropMedia } from '#changes/drop-media'
import { moveStage } from '#changes/move-stage'
import { ownPhotos } from '#changes/own-photos'
import { handle } from '#core/handler'
import { invalid, refuse } from '#core/refusal'
import { checkFinished } from '#core/run'
import { row, rows, sql } from '#entities/query'
import { viewOwnMedia } from '#views/media-view'

export const setPhoto = handle('users.setPhoto', async ({ crop = null }, ctx) => {
  const { em, viewer, file } = ctx
  if (file === null) return invalid({ file: 'is needed' })
  const misfit = crop && checkCrop(crop, file)
  if (misfit) return misfit
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
  return media ? { media, tokens } : refuse('internal', 'The photo is not there.')
})
