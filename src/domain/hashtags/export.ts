import type { EntityManager } from '@mikro-orm/postgresql'
import { byKey, columnsOf, db, sql } from '#database'

/** The hashtags that a user follows. */
export const exportHashtags = (em: EntityManager, userId: string) => ({
  'hashtags.json': byKey(
    em,
    db(em)
      .selectFrom('HashtagFollow')
      .select(sql<string>`md5(${columnsOf('HashtagFollow', 'HashtagFollow')('tag')})::uuid`.as('key'))
      .select(['HashtagFollow.tag', 'HashtagFollow.createdAt as since'])
      .where('HashtagFollow.userId', '=', userId),
  ),
})
