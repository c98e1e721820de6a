import { isProfilePhoto } from '#access/media'
import type { ReadContext, Viewer } from '#core/pipeline/context'
import { ApiError, invalid, notFound } from '#core/pipeline/errors'
import { anyOf, db } from '#database'

type Calling = Pick<ReadContext, 'em'> & { viewer: Viewer }

/** Throws unless the photos are the author's own, readable and in no other post. Photos may still be processing. */
export async function requireUploads({ em, viewer }: Calling, mediaIds: readonly string[]) {
  if (mediaIds.length === 0) return
  const found = await db(em)
    .selectFrom('Media')
    .select(['id', 'status'])
    .select(eb =>
      eb
        .exists(eb.selectFrom('PostMedia').select('postId').whereRef('PostMedia.mediaId', '=', 'Media.id'))
        .as('isUsed'),
    )
    .where('id', '=', anyOf(mediaIds))
    .where('ownerId', '=', viewer.id)
    .where(eb => eb.not(isProfilePhoto()))
    .orderBy('id')
    .forShare()
    .execute()
  if (found.length < mediaIds.length) throw notFound('upload')
  if (found.some(photo => photo.status === 'failed'))
    throw invalid({ mediaIds: 'names a photo that could not be read' })
  if (found.some(photo => photo.isUsed)) throw new ApiError('conflict', 'A photo is in another post already.')
}
