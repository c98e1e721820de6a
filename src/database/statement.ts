import type { EntityManager } from '@mikro-orm/postgresql'
import type { RawBuilder } from 'kysely'

export { sql } from 'kysely'

/** Runs a raw statement with bound parameters, in the entity manager's transaction if it has one. For `*.sql.ts`. */
export const rows = async <T>(em: EntityManager, statement: RawBuilder<T>): Promise<T[]> =>
  (await statement.execute(em.getKysely())).rows

/** The first row, or null. */
export const row = async <T>(em: EntityManager, statement: RawBuilder<T>): Promise<T | null> =>
  (await rows(em, statement))[0] ?? null
