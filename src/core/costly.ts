import type { EntityManager } from '@mikro-orm/postgresql'
import { rows, sql } from '#entities/query'
import { refuse } from './refusal.ts'

/** So many costly reads run at once in this process: they leave connections for everything else. */
const mostRunning = 2
/** So many wait for their turn; whoever comes then is refused. */
const mostWaiting = 500
/** Milliseconds that a statement of theirs may take. */
const mostTime = 2000

let running = 0
const waiting: (() => void)[] = []

/**
 * Carries out a read whose cost grows with the number of people, such as a search: in turn, for so long and no longer,
 * and with settings of the database that are its own.
 */
export async function costly<T>(
  em: EntityManager,
  read: (em: EntityManager) => Promise<T>,
  settings: Record<string, string> = {},
): Promise<T> {
  if (running < mostRunning) running += 1
  else if (waiting.length < mostWaiting) await new Promise<void>(resolve => waiting.push(resolve))
  else throw refuse('unavailable', 'Too many are searching; try again.', { retryAfter: 1 })
  try {
    return await em.transactional(async limited => {
      const all = JSON.stringify({ statement_timeout: mostTime, ...settings })
      await rows(limited, sql`select set_config(key, value, true) from jsonb_each_text(${all}::jsonb)`)
      return read(limited)
    })
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
