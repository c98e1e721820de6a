import type { Crop } from '#contract'
import type { StoredFile, WriteContext } from '#core/pipeline/context'
import { Media } from '#entities'

/** Makes an upload of a stored file; a worker renders it. Returns its id. */
export async function addUpload(
  ctx: WriteContext,
  file: StoredFile,
  about: { ownerId: string; altText?: string; crop: Crop | null },
): Promise<string> {
  const mediaId = await ctx.em.insert(Media, { originalKey: file.key, bytes: file.bytes, ...about })
  file.kept = true
  ctx.enqueue('photo.render', { mediaId })
  return mediaId
}
