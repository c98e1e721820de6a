import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { dropMedia } from '#domain/media/drop-media'
import { freeMedia } from '#domain/media/free-media'

/** The photos of a post, in their order. */
export async function photosOf(em: EntityManager, postId: string): Promise<string[]> {
  const photos = await rows<{ id: string }>(
    em,
    sql`select media_id as id from post_media where post_id = ${postId} order by position`,
  )
  return photos.map(photo => photo.id)
}

/**
 * Keeps those photos of a post that are wanted, in the order given; the post is locked before. What leaves a published post
 * is deleted, since others have its address; what leaves one that is not may be used again.
 */
export async function arrangePhotos(
  ctx: WriteContext,
  { id, status }: { id: string; status: string },
  photos: readonly string[],
  wanted: readonly string[],
) {
  await rows(ctx.em, sql`delete from post_media where post_id = ${id}`)
  await rows(
    ctx.em,
    sql`insert into post_media (post_id, position, media_id)
      select ${id}, ord - 1, media_id from unnest(${[...wanted]}::uuid[]) with ordinality as given (media_id, ord)`,
  )
  const letGo = status === 'published' ? dropMedia : freeMedia
  await letGo(
    ctx,
    photos.filter(photo => !wanted.includes(photo)),
  )
}
