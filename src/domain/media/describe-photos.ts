import type { WriteContext } from '#core/pipeline/context'
import { invalid } from '#core/pipeline/errors'
import { db, listOf } from '#database'

/** Writes the alt texts of photos, in their order; photos beyond the last one keep theirs. Returns whether any differs. */
export async function describePhotos(
  { em }: Pick<WriteContext, 'em'>,
  photos: readonly string[],
  altTexts: readonly string[],
): Promise<boolean> {
  if (altTexts.length > photos.length) throw invalid({ altTexts: 'must not have more entries than there are photos' })
  const given = altTexts.map((words, i) => ({ photo: photos[i] ?? '', words }))
  if (given.length === 0) return false
  const changed = await db(em)
    .updateTable('Media')
    .from(listOf('given', given, { photo: 'uuid', words: 'text' }))
    .set(eb => ({ altText: eb.ref('given.words') }))
    .whereRef('Media.id', '=', 'given.photo')
    .whereRef('Media.altText', '<>', 'given.words')
    .returning('Media.id')
    .execute()
  return changed.length > 0
}
