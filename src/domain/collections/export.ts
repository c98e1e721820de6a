import type { EntityManager } from '@mikro-orm/postgresql'
import { ownCollections } from '#access/collections'
import { byKey, sql } from '#database'

/** A user's collections, each with its posts, last added first. */
export const exportCollections = (em: EntityManager, userId: string) => ({
  'collections.json': byKey(
    em,
    ownCollections(em, userId)
      .select(['Collection.id as key', 'Collection.title', 'Collection.createdAt'])
      .select(eb =>
        eb
          .selectFrom('CollectionPost')
          .select(added =>
            sql<
              string[] | null
            >`json_agg(${added.ref('CollectionPost.postId')} order by ${added.ref('CollectionPost.createdAt')} desc)`.as(
              'ids',
            ),
          )
          .whereRef('CollectionPost.collectionId', '=', 'Collection.id')
          .as('posts'),
      ),
  ),
})
