/**
 * Rows that have expired, some thousand at a time, so that no statement holds locks for long.
 *
 * - Plan: each table once, by its index on the time where it has one, and no further than the limit.
 * - Locks: sign-ups that are locked are passed over; heads of logs are locked in the order of everything that writes to logs
 *   (`user_id`, `stream`).
 * - Runs once in ten minutes on one worker, not on the path of a call. Typed queries have neither `ctid` nor `delete … using` a CTE of another table.
 */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { RawBuilder } from 'kysely'
import { kept } from '#core/events/log'
import { rows, sql } from '#database/statement'

const maxDropped = 20_000
/** Hours that an abandoned sign-up keeps its name: longer once its address is proven. */
const unfinished = { unproven: 24, proven: 7 * 24 }

const deleteOld = (table: string, condition: RawBuilder<unknown>) =>
  sql`delete from ${sql.table(table)} where ctid in (
      select ctid from ${sql.table(table)} where ${condition} limit ${maxDropped}
    ) returning 1`

const statements = [
  deleteOld('idempotency', sql`created_at < now() - interval '24 hours'`),
  deleteOld('invalidation', sql`at < now() - interval '1 hour'`),
  deleteOld('code', sql`created_at < now() - interval '1 day'`),
  // A sign-up that goes on at this moment holds its row, and is passed over.
  sql`delete from users where id in (
      select id from users where stage <> 'done' and created_at < now() - interval '1 hour' *
        case when verified_at is null then ${unfinished.unproven}::int else ${unfinished.proven}::int end
      order by id limit ${maxDropped} for update skip locked
    ) returning 1`,
  // Until then an ended session says which devices and addresses its user is known by.
  deleteOld('session', sql`coalesce(ended_at, expires_at) < now() - interval '90 days'`),
  deleteOld('mail', sql`at < now() - interval '30 days'`),
  // What is dropped lies below the floors.
  sql`with heads as materialized (
      select log_head.* from log_head where (user_id, stream) in (
        select log_entry.user_id, log_entry.stream from log_entry join log_head using (user_id, stream)
        where at < now() - ${kept.days} * interval '1 day' or log_entry.seq <= log_head.seq - ${kept.entries}
        limit 1000
      ) order by user_id, stream for no key update
    ), dropped as (
      delete from log_entry using heads where heads.user_id = log_entry.user_id and heads.stream = log_entry.stream
        and (at < now() - ${kept.days} * interval '1 day' or log_entry.seq <= heads.seq - ${kept.entries})
      returning log_entry.user_id, log_entry.stream, log_entry.seq
    ), moved as (
      update log_head set floor = greatest(floor, newest.seq)
      from (select user_id, stream, max(seq) as seq from dropped group by user_id, stream) newest
      where log_head.user_id = newest.user_id and log_head.stream = newest.stream
    ) select 1 from dropped limit ${maxDropped}`,
]

/** Drops some expired rows of each kind; returns whether there may be more. */
export async function dropExpired(em: EntityManager) {
  let isMore = false
  for (const statement of statements) {
    const dropped = await rows(em, statement)
    isMore ||= dropped.length >= maxDropped
  }
  return isMore
}
