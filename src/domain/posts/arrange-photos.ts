import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { dropMedia } from '#domain/media/drop-media'
import { freeMedia } from '#domain/media/free-media'
import { PostMedia } from '#entities'
import { untagPhotos } from './tag-users.ts'

/** The photos of a post, in their order. */
export async function photosOf(em: EntityManager, postId: string): Promise<string[]> {
  const photos = await db(em)
    .selectFrom('PostMedia')
    .select('mediaId')
    .where('postId', '=', postId)
    .orderBy('position')
    .execute()
  return photos.map(photo => photo.mediaId)
}

/**
 * Gives a post the wanted photos, in the order given; the caller has locked the post. Photos that leave a post which others
 * have seen are deleted, since they have the URLs; photos that leave an unpublished one may be used again.
 */
export async function arrangePhotos(
  ctx: WriteContext,
  { id: postId, publishedAt }: { id: string; publishedAt: Date | null },
  photos: readonly string[],
  wanted: readonly string[],
) {
  await ctx.em.nativeDelete(PostMedia, { postId })
  const kept = wanted.map((mediaId, position) => ({ postId, position, mediaId }))
  if (kept.length > 0) await ctx.em.insertMany(PostMedia, kept)
  const left = photos.filter(photo => !wanted.includes(photo))
  await untagPhotos(ctx, postId, left)
  const letGo = publishedAt ? dropMedia : freeMedia
  await letGo(ctx, left)
}
