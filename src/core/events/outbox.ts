import type { EntityManager } from '@mikro-orm/postgresql'
import { isStorageFault } from '#core/pipeline/storage-errors'
import { rows, sql } from '#database/statement'
import { type JobName, type JobPayload, jobs } from '#jobs'

export type OwedJob = { job: JobName; payload: unknown; inSeconds: number }
/** A task to be handed to its queue under its id. */
export type HandedJob = { id: string; job: JobName }

/** Writes tasks into the transaction. One that already waits is asked for once more: its generation rises. */
export function insertJobs(em: EntityManager, owed: readonly OwedJob[]): Promise<HandedJob[]> {
  const byId = new Map(owed.map(task => [idOf(task), task]))
  const list = [...byId].map(([id, task]) => ({ id, job: task.job, payload: task.payload, wait: task.inSeconds }))
  list.sort((a, b) => (a.id < b.id ? -1 : 1))
  return rows<HandedJob & { now: boolean }>(
    em,
    // Cut, not rounded, to the milliseconds that are stored: rounded up, a task would not be due yet.
    sql`insert into task (id, job, payload, run_at, handed_at)
      select id, job, payload, date_trunc('milliseconds', now()) + wait * interval '1 second', case when wait = 0 then now() end
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as owed (id text, job text, payload jsonb, wait float)
      on conflict (id) do update set generation = task.generation + 1, payload = excluded.payload, attempts = 0,
        failed_at = null, run_at = least(task.run_at, excluded.run_at), handed_at = excluded.handed_at
      returning id, job, run_at <= now() as now`,
  ).then(tasks => tasks.filter(task => task.now))
}

function idOf({ job, payload }: OwedJob) {
  const declared = jobs[job] as { payload: { parse(raw: unknown): unknown }; id(payload: unknown): string }
  return declared.id(declared.payload.parse(payload))
}

/** Tasks that are due and in no queue's hands, or were handed over so long ago that the queue may have lost them. */
export const claimOverdue = (em: EntityManager) =>
  rows<HandedJob>(
    em,
    sql`update task set handed_at = now() where id in (
        select id from task
        where run_at <= now() and failed_at is null and (handed_at is null or handed_at < now() - interval '15 seconds')
        order by run_at limit 1000 for update skip locked
      ) returning id, job`,
  )

export type TakenJob<J extends JobName = JobName> = {
  id: string
  job: J
  payload: JobPayload<J>
  generation: number
  attempts: number
}

/** When a task is tried again that found no place for its files, in seconds. */
const untilFilesAreBack = 15

/** How long a worker may keep a task before another takes it, in seconds. */
export const lease = 20

/** Takes a due task for the time of its lease, and counts the try; null if it is done or in other hands. */
export async function takeJob(em: EntityManager, id: string): Promise<TakenJob | null> {
  const [task] = await rows<TakenJob>(
    em,
    sql`update task set attempts = attempts + 1, run_at = now() + ${lease} * interval '1 second', handed_at = null
      where id = ${id} and run_at <= now() and failed_at is null
      returning id, job, payload, generation, attempts`,
  )
  return task ?? null
}

/** Deletes the task in the transaction of its effect; false if it was asked for anew meanwhile. */
export async function finishJob(em: EntityManager, task: TakenJob): Promise<boolean> {
  const done = await rows(
    em,
    sql`delete from task where id = ${task.id} and generation = ${task.generation} returning id`,
  )
  return done.length === 1
}

/**
 * After a failed try: due again later, or given up. Answers whether this was the last try of what still stands. While
 * files cannot be stored or read, a try is none: what is owed waits until they can be.
 */
export async function failJob(em: EntityManager, task: TakenJob, error: unknown): Promise<boolean> {
  const { attempts, backoff } = jobs[task.job]
  const isWaiting = isStorageFault(error)
  const last = !isWaiting && task.attempts >= attempts
  const tries = Math.min(3600, backoff * 2 ** Math.min(task.attempts - 1, 20))
  const wait = last ? 0 : isWaiting ? untilFilesAreBack : tries
  const message = String(error instanceof Error ? error.message : error).slice(0, 500)
  const failed = await rows(
    em,
    sql`update task set last_error = ${message}, attempts = attempts - ${isWaiting ? 1 : 0}, failed_at = case when ${last}::boolean then now() end,
        run_at = now() + ${wait}::float * interval '1 second', handed_at = null
      where id = ${task.id} and generation = ${task.generation} returning id`,
  )
  return last && failed.length > 0
}
