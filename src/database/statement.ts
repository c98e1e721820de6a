import type { EntityManager } from '@mikro-orm/postgresql'
import type { RawBuilder } from 'kysely'
import { db } from './typed.ts'

export { sql } from 'kysely'

/** Runs a raw statement with bound parameters, in the entity manager's transaction if it has one. For `*.sql.ts`. */
export const rows = async <T>(em: EntityManager, statement: RawBuilder<T>): Promise<T[]> =>
  (await statement.execute(em.getKysely())).rows

/** The same for a statement that embeds typed conditions of `access`. */
export const rowsOfTyped = async <T>(em: EntityManager, statement: RawBuilder<T>): Promise<T[]> =>
  (await statement.execute(db(em))).rows

/** The first row, or null. */
export const row = async <T>(em: EntityManager, statement: RawBuilder<T>): Promise<T | null> =>
  (await rows(em, statement))[0] ?? null
