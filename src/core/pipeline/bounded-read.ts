import type { EntityManager } from '@mikro-orm/postgresql'
import { rows, sql } from '#database/statement'
import { createSemaphore } from './semaphore.ts'

/** Few at once: they leave connections for everything else. */
const inTurn = createSemaphore({ running: 2, waiting: 500, each: 20, busy: 'Too many searches at once; try again.' })
/** Milliseconds that a statement of theirs may take. */
const maxMilliseconds = 2000

/**
 * Carries out a read whose cost grows with the number of people, such as a search: in turn with those of other viewers,
 * for so long and no longer, and with settings of the database that are its own.
 */
export const boundedRead = <T>(
  { em, viewer }: { em: EntityManager; viewer: { id: string } },
  read: (em: EntityManager) => Promise<T>,
  settings: Record<string, string> = {},
): Promise<T> =>
  inTurn(
    () =>
      em.transactional(async limited => {
        // Planned for what is looked for, each time: a plan for anything looks through everybody.
        const all = JSON.stringify({
          statement_timeout: maxMilliseconds,
          plan_cache_mode: 'force_custom_plan',
          ...settings,
        })
        await rows(limited, sql`select set_config(key, value, true) from jsonb_each_text(${all}::jsonb)`)
        return read(limited)
      }),
    viewer.id,
  )
