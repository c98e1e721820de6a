import type { EntityManager } from '@mikro-orm/postgresql'
import { byKey, db } from '#database'

/** A user's notifications. */
export const exportNotifications = (em: EntityManager, userId: string) => ({
  'notifications.json': byKey(
    em,
    db(em)
      .selectFrom('Notification')
      .select(['id as key', 'kind', 'postId', 'commentId', 'security', 'changedAt as createdAt', 'readAt'])
      .where('userId', '=', userId),
  ),
})
