import type { EntityManager } from '@mikro-orm/postgresql'
import { db, literal, sql } from '#database'
import { createSemaphore } from './semaphore.ts'

/** Few at once, so that connections are left for everything else. */
const inTurn = createSemaphore({ running: 2, waiting: 500, each: 20, busy: 'Too many searches at once; try again.' })
/** Milliseconds that each of their statements may take. */
const statementTimeout = 2000

/**
 * Carries out a read whose cost grows with the number of accounts, such as a search: in turn with those of other viewers,
 * with a timeout and settings of the database that are its own.
 */
export const boundedRead = <T>(
  { em, viewer }: { em: EntityManager; viewer: { id: string } },
  read: (em: EntityManager) => Promise<T>,
  settings: Record<string, string> = {},
): Promise<T> =>
  inTurn(
    () =>
      em.transactional(async bounded => {
        // Planned for the values of each search: a generic plan would look through all accounts.
        await configure(bounded, {
          statement_timeout: `${statementTimeout}`,
          plan_cache_mode: 'force_custom_plan',
          ...settings,
        })
        return read(bounded)
      }),
    viewer.id,
  )

/** Applies settings until the transaction ends. */
const configure = (em: EntityManager, settings: Record<string, string>) =>
  db(em)
    .selectFrom(
      sql<{ name: string; value: string }>`jsonb_each_text(${JSON.stringify(settings)}::jsonb)`.as<'setting'>(
        sql`setting(name, value)`,
      ),
    )
    .select(eb => eb.fn<string>('set_config', ['setting.name', 'setting.value', literal(true)]).as('value'))
    .execute()
