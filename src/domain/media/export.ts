import type { EntityManager } from '@mikro-orm/postgresql'
import { byKey, db, sql } from '#database'

/** A user's uploads. */
export const exportMedia = (em: EntityManager, userId: string) => ({
  'photos.json': byKey(
    em,
    db(em)
      .selectFrom('Media')
      .select(eb => [
        'id as key',
        'id',
        'altText',
        'status',
        sql<number | null>`${eb.ref('image')} -> 'width'`.as('width'),
        sql<number | null>`${eb.ref('image')} -> 'height'`.as('height'),
        'createdAt',
      ])
      .where('ownerId', '=', userId),
  ),
})

/** The largest rendition of each of a user's photos: the upload's id, the file's key and format. */
export async function largestFiles(em: EntityManager, userId: string) {
  const photos = await db(em)
    .selectFrom('Media')
    .select(['id', 'image'])
    .where('ownerId', '=', userId)
    .orderBy('id')
    .execute()
  return photos.flatMap(({ id, image }) => {
    const [largest] = image?.variants.toSorted((a, b) => b.width * b.height - a.width * a.height) ?? []
    if (!image || !largest) return []
    const { name, format } = largest
    return [{ id, key: `photos/${image.key}/${name}.${format}`, format }]
  })
}
