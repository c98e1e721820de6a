import type { EntityManager } from '@mikro-orm/postgresql'
import type { Invalidation } from '#core/pipeline/context'
import { compiled, db, sql } from '#database'

export const insertInvalidations = (em: EntityManager, list: readonly Invalidation[]) =>
  db(em)
    .insertInto('Invalidation')
    .values(
      list.map(({ kind, subjectId, ownerId = null }) => ({ kind, subjectId, ownerId, at: sql`clock_timestamp()` })),
    )
    .execute()

const recent = compiled({}, db =>
  db
    .selectFrom('Invalidation')
    .select(['id', 'kind', 'subjectId', 'ownerId'])
    .where('at', '>', sql<Date>`now() - interval '10 seconds'`),
)

type Deps = {
  fork(): EntityManager
  apply(invalidation: Invalidation): void
  closeAll(): void
  onError(error: unknown): void
}

/** Reads lost rights twice a second. Rows commit out of order, so each read covers ten seconds. */
export function followInvalidations({ fork, apply, closeAll, onError }: Deps) {
  const seen = new Map<string, number>()
  let lastRead = Date.now()
  let running = false

  const read = async () => {
    checkAge()
    if (running) return
    running = true
    try {
      const found = await recent(fork(), {})
      lastRead = Date.now()
      for (const { id, ...invalidation } of found) {
        const key = String(id)
        if (!seen.has(key)) apply(invalidation as Invalidation)
        seen.set(key, lastRead)
      }
      for (const [id, at] of seen) if (at < lastRead - 30_000) seen.delete(id)
    } catch (error) {
      onError(error)
    } finally {
      running = false
    }
  }
  // A node that cannot read lost rights must stop showing things.
  const checkAge = () => {
    if (Date.now() - lastRead > 3000) closeAll()
  }
  const timer = setInterval(read, 500)
  return { read, stop: () => clearInterval(timer) }
}
