import type { EntityManager } from '@mikro-orm/postgresql'
import { sql } from 'kysely'
import { db } from './typed.ts'

/** What texts are locked as, so that a user name never waits for a contact. */
const spaces = { username: 1, contact: 2 }

/** Locks a text until the end of the transaction: transactions that need the same one wait for each other. */
export const lockText = (em: EntityManager, space: keyof typeof spaces, text: string) =>
  db(em)
    .selectNoFrom(sql`pg_advisory_xact_lock(hashtextextended(${text}, ${sql.lit(spaces[space])}))`.as('locked'))
    .execute()
