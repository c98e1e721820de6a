import type { EntityManager } from '@mikro-orm/postgresql'
import { row, sql } from './statement.ts'

/** Milliseconds between two looks at the database's clock. */
const pause = 5000
/** A look that took longer says too little, in milliseconds. */
const longest = 100

/**
 * The time by the database's clock, in milliseconds: the one clock that all processes share, since those of their machines
 * may differ by minutes. Rejects where it cannot be read at first.
 */
export async function openSharedClock(fork: () => EntityManager, onError: (error: unknown) => void) {
  let ahead = 0

  const look = async (most: number) => {
    const before = performance.now()
    const read = await row<{ now: number }>(
      fork(),
      sql`select extract(epoch from clock_timestamp())::float * 1000 as now`,
    )
    const after = performance.now()
    if (read && after - before <= most) ahead = read.now - (before + after) / 2
  }
  await look(Number.POSITIVE_INFINITY)
  const timer = setInterval(() => look(longest).catch(onError), pause)

  return { now: () => performance.now() + ahead, stop: () => clearInterval(timer) }
}
