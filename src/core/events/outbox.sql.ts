import type { EntityManager } from '@mikro-orm/postgresql'
import { compiledStatement } from '#database'
import { rows, sql } from '#database/statement'
import type { JobName } from '#jobs'

/** A job to hand to its queue under its id. */
export type HandedJob = { id: string; job: JobName }
export type NewJob = { id: string; job: JobName; payload: unknown; inSeconds: number; at: Date | null }

/**
 * Writes the rows of `owed` (id, job, payload, wait), in the order of their ids, into the outbox: the expression behind that one
 * in a `with`. A job that runs or is tried again rises by a generation. One that waits as it is and comes early enough is only
 * locked: whoever takes it waits for this commit, and sees what it wrote.
 *
 * Locks rows of task in the order of their ids. Plan: primary key. Every job passes here, some inside batches:
 * `npm run bench -- likes`.
 */
export const writingJobs = sql`
    handed as (
      insert into task (id, job, payload, run_at, handed_at)
      -- Cut to the milliseconds that are stored: rounded up, a job would not be due yet.
      select id, job, payload, date_trunc('milliseconds', now()) + wait * interval '1 second', case when wait = 0 then now() end
      from owed order by id
      on conflict (id) do update set generation = task.generation + 1, payload = excluded.payload, attempts = 0,
        failed_at = null, run_at = least(task.run_at, excluded.run_at), handed_at = excluded.handed_at
        where task.attempts > 0 or task.failed_at is not null or task.run_at > excluded.run_at or task.payload <> excluded.payload
      returning id, job, run_at <= now() as now
    )`

const write = compiledStatement<HandedJob, { list: 'jsonb' }>(
  { list: 'jsonb' },
  ({ list }) => sql`with owed as materialized (
      select id, job, payload, coalesce(extract(epoch from at - date_trunc('milliseconds', now()))::float, wait) as wait
      from jsonb_to_recordset(${list}) as owed (id text, job text, payload jsonb, wait float, at timestamptz)
    ), ${writingJobs}
    select id, job from handed where now`,
)

/** Writes jobs into the outbox and returns those that are due. */
export async function insertOwed(em: EntityManager, owed: readonly NewJob[]): Promise<HandedJob[]> {
  const list = owed.map(({ inSeconds, ...job }) => ({ ...job, wait: inSeconds }))
  return write(em, { list })
}

/**
 * Claims jobs that are due and not with a queue, or were handed over so long ago that the queue may have lost them.
 *
 * Skips rows that others lock. Plan: index task_due, at most 1,000 rows. Runs every second on every node.
 */
export const claimOverdue = (em: EntityManager) =>
  rows<HandedJob>(
    em,
    sql`update task set handed_at = now() where id in (
        select id from task
        where run_at <= now() and failed_at is null and (handed_at is null or handed_at < now() - interval '15 seconds')
        order by run_at limit 1000 for update skip locked
      ) returning id, job`,
  )
