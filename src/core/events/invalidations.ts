import type { EntityManager } from '@mikro-orm/postgresql'
import type { Invalidation } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'

export const insertInvalidations = (em: EntityManager, list: readonly Invalidation[]) =>
  rows(
    em,
    sql`insert into invalidation (kind, subject_id, owner_id, at)
      select kind, "subjectId", "ownerId", clock_timestamp() from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
        as lost (kind text, "subjectId" uuid, "ownerId" uuid)`,
  )

type Deps = {
  fork(): EntityManager
  apply(invalidation: Invalidation): void
  closeAll(): void
  onError(error: unknown): void
}

/** Reads what was taken away, twice a second. Rows commit out of order, so ten seconds are read each time. */
export function followInvalidations({ fork, apply, closeAll, onError }: Deps) {
  const seen = new Map<string, number>()
  let lastRead = Date.now()
  let running = false

  const read = async () => {
    checkAge()
    if (running) return
    running = true
    try {
      const found = await rows<Invalidation & { id: string }>(
        fork(),
        sql`select id::text, kind, subject_id as "subjectId", owner_id as "ownerId" from invalidation
          where at > now() - interval '10 seconds'`,
      )
      lastRead = Date.now()
      for (const { id, ...invalidation } of found) {
        if (!seen.has(id)) apply(invalidation as Invalidation)
        seen.set(id, lastRead)
      }
      for (const [id, at] of seen) if (at < lastRead - 30_000) seen.delete(id)
    } catch (error) {
      onError(error)
    } finally {
      running = false
    }
  }
  // A node that cannot hear what was taken away must not go on showing it.
  const checkAge = () => {
    if (Date.now() - lastRead > 3000) closeAll()
  }
  const timer = setInterval(read, 500)
  return { read, stop: () => clearInterval(timer) }
}
