import type { EntityManager } from '@mikro-orm/postgresql'
import { byKey, db } from '#database'

/** What a user has reported. */
export const exportReports = (em: EntityManager, userId: string) => ({
  'reports.json': byKey(
    em,
    db(em)
      .selectFrom('Report')
      .select(['id as key', 'kind', 'targetId as id', 'reason', 'note', 'status', 'createdAt'])
      .where('reporterId', '=', userId),
  ),
})
