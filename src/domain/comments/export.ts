import type { EntityManager } from '@mikro-orm/postgresql'
import { byKey, db } from '#database'

/** A user's comments. */
export const exportComments = (em: EntityManager, userId: string) => ({
  'comments.json': byKey(
    em,
    db(em)
      .selectFrom('Comment')
      .select(['id as key', 'id', 'postId', 'parentId', 'text', 'likeCount as likes', 'createdAt', 'editedAt'])
      .where('authorId', '=', userId),
  ),
})
