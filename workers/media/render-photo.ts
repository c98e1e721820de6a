import type { Crop } from '#contract'
import type { WriteContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'
import { publishIfReady } from '#domain/posts/publish-post'
import type { StoredImage } from '#entities'
import { job } from '../job.ts'
import { PhotoFailure, renderPhoto } from './renditions.ts'
import { type Owner, showPhoto } from './show-photo.ts'

type Outcome = { image: StoredImage; failure: null } | { image: null; failure: string } | null

export const renderUpload = job('photo.render', {
  async prepare({ mediaId }, { em, files }): Promise<Outcome> {
    const media = await row<{ key: string; crop: Crop | null }>(
      em,
      sql`select original_key as key, crop from media where id = ${mediaId} and status = 'processing'`,
    )
    if (media === null) return null
    try {
      const { width, height, thumbhash, variants } = await renderPhoto(await files.read(media.key), media)
      for (const { name, format, bytes } of variants) {
        await files.put(`photos/${mediaId}/${name}.${format}`, bytes, `image/${format}`)
      }
      const sizes = variants.map(({ name, width, height, format }) => ({ name, width, height, format }))
      return { image: { key: mediaId, width, height, thumbhash, variants: sizes }, failure: null }
    } catch (error) {
      if (error instanceof PhotoFailure) return { image: null, failure: error.reason }
      throw error
    }
  },

  async handle({ mediaId }, ctx, outcome) {
    if (outcome) await finish(ctx, mediaId, outcome)
    // Deleted meanwhile: what was put is taken away again.
    else ctx.enqueue('files.remove', { key: `photos/${mediaId}` })
  },

  giveUp: ({ mediaId }, ctx) => finish(ctx, mediaId, { image: null, failure: 'The photo could not be processed.' }),
})

async function finish(ctx: WriteContext, mediaId: string, { image, failure }: NonNullable<Outcome>) {
  // Users before their uploads, in the order of whoever deletes a post meanwhile.
  const owner = await row<Owner>(
    ctx.em,
    sql`select id, photo_media_id as newest, photo ->> 'key' as shown from users
      where id = (select owner_id from media where id = ${mediaId}) for no key update`,
  )
  const media = await row<{ key: string }>(
    ctx.em,
    sql`update media set status = ${failure === null ? 'ready' : 'failed'}, failure = ${failure},
      image = ${image && JSON.stringify(image)}::jsonb where id = ${mediaId} and status = 'processing'
      returning original_key as key`,
  )
  if (media === null || owner === null) return ctx.enqueue('files.remove', { key: `photos/${mediaId}` })
  ctx.publish('media.ready', { users: [owner.id] }, { mediaId })
  ctx.enqueue('files.remove', { key: media.key })
  if (owner.newest === mediaId) return showPhoto(ctx, owner, image)
  const posts = await rows<{ id: string }>(
    ctx.em,
    sql`select post_id as id from post_media where media_id = ${mediaId} order by post_id`,
  )
  for (const { id } of posts) await publishIfReady(ctx, id)
}
