import type { EntityManager } from '@mikro-orm/postgresql'
import { profilePhotoOf } from '#access/media'
import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { publishIfReady } from '#domain/posts/publish-post'
import type { StoredImage } from '#entities'
import { job } from '../job.ts'
import { PhotoFailure, renderPhoto } from './renditions.ts'
import { type Owner, showPhoto } from './show-photo.ts'

type Outcome = { image: StoredImage; failure: null } | { image: null; failure: string } | null

export const renderUpload = job('photo.render', {
  async prepare({ mediaId }, { em, files }): Promise<Outcome> {
    const media = await db(em)
      .selectFrom('Media')
      .select(['originalKey', 'crop'])
      .where('id', '=', mediaId)
      .where('status', '=', 'processing')
      .executeTakeFirst()
    if (!media) return null
    try {
      const { width, height, thumbhash, color, variants } = await renderPhoto(
        await files.read(media.originalKey),
        media,
      )
      for (const { name, format, bytes } of variants) {
        await files.put(`photos/${mediaId}/${name}.${format}`, bytes, `image/${format}`)
      }
      const sizes = variants.map(({ name, width, height, format }) => ({ name, width, height, format }))
      return { image: { key: mediaId, width, height, thumbhash, color, variants: sizes }, failure: null }
    } catch (error) {
      if (error instanceof PhotoFailure) return { image: null, failure: error.reason }
      throw error
    }
  },

  async handle({ mediaId }, ctx, outcome) {
    if (outcome) await finish(ctx, mediaId, outcome)
    // Deleted meanwhile: its renditions are removed again.
    else ctx.enqueue('files.remove', { key: `photos/${mediaId}` })
  },

  giveUp: ({ mediaId }, ctx) => finish(ctx, mediaId, { image: null, failure: 'The photo could not be processed.' }),
})

async function finish(ctx: WriteContext, mediaId: string, { image, failure }: NonNullable<Outcome>) {
  const { em } = ctx
  const owner = await lockOwner(em, mediaId)
  const media = await db(em)
    .updateTable('Media')
    .set({ status: failure === null ? 'ready' : 'failed', failure, image })
    .where('id', '=', mediaId)
    .where('status', '=', 'processing')
    .returning('originalKey')
    .executeTakeFirst()
  if (!media || !owner) return ctx.enqueue('files.remove', { key: `photos/${mediaId}` })
  ctx.publish('media.ready', { users: [owner.id] }, { mediaId })
  ctx.enqueue('files.remove', { key: media.originalKey })
  if (owner.newest === mediaId) return showPhoto(ctx, owner, image)
  const posts = await db(em)
    .selectFrom('PostMedia')
    .select('postId')
    .where('mediaId', '=', mediaId)
    .orderBy('postId')
    .execute()
  for (const { postId } of posts) await publishIfReady(ctx, postId)
}

/** Users before their uploads: the order of a transaction that deletes a post meanwhile. */
const lockOwner = (em: EntityManager, mediaId: string): Promise<Owner | undefined> =>
  db(em)
    .selectFrom('User')
    .select(['id', 'photoMediaId as newest', profilePhotoOf().as('shown')])
    .where('id', '=', eb => eb.selectFrom('Media').select('Media.ownerId').where('Media.id', '=', mediaId))
    .forNoKeyUpdate()
    .executeTakeFirst()
