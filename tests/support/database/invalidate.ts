import type { Outside } from '#support/process/start-node'

/** Writes an invalidation as another node does: this one learns of it from the row alone. */
export const invalidate = (app: Pick<Outside, 'query'>, kind: 'privacy' | 'session', subjectId: string) =>
  app.query('insert into invalidation (kind, subject_id) values (?, ?)', [kind, subjectId])
