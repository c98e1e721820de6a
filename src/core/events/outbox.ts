import type { EntityManager } from '@mikro-orm/postgresql'
import { isStorageFault } from '#core/pipeline/storage-errors'
import { db, secondsFromNow, sql } from '#database'
import { Job } from '#entities'
import { type JobName, type JobPayload, jobs } from '#jobs'
import { type HandedJob, insertOwed } from './outbox.sql.ts'

export type OwedJob = { job: JobName; payload: unknown; inSeconds: number; at: Date | null }

/** Writes jobs into the transaction, one for each id, at the earliest time; returns those to hand over after the commit. */
export function insertJobs(em: EntityManager, owed: readonly OwedJob[]): Promise<HandedJob[]> {
  const byId = new Map<string, OwedJob>()
  for (const job of owed) {
    const id = idOf(job)
    byId.set(id, { ...job, inSeconds: Math.min(job.inSeconds, byId.get(id)?.inSeconds ?? job.inSeconds) })
  }
  const list = [...byId].map(([id, job]) => ({ id, ...job }))
  return insertOwed(em, list)
}

function idOf({ job, payload }: OwedJob) {
  const declared = jobs[job] as { payload: { parse(raw: unknown): unknown }; id(payload: unknown): string }
  return declared.id(declared.payload.parse(payload))
}

export type TakenJob<J extends JobName = JobName> = {
  id: string
  job: J
  payload: JobPayload<J>
  generation: number
  attempts: number
}

/** Seconds until a job is tried again that found no place for its files. */
const storageRetry = 15

/** Seconds that a worker may keep a job before another takes it. */
export const lease = 20

/** Takes a due job for the time of its lease, and counts the try; null if it is done or another worker has it. */
export async function takeJob(em: EntityManager, id: string): Promise<TakenJob | null> {
  const taken = await db(em)
    .updateTable('Job')
    .set(eb => ({ attempts: eb('attempts', '+', 1), runAt: secondsFromNow(lease), handedAt: null }))
    .where('id', '=', id)
    .where('runAt', '<=', sql<Date>`now()`)
    .where('failedAt', 'is', null)
    .returning(['id', 'job', 'payload', 'generation', 'attempts'])
    .executeTakeFirst()
  // `enqueue` types what is stored.
  return (taken as TakenJob | undefined) ?? null
}

/** Keeps a job for another lease. */
export const extendLease = (em: EntityManager, { id, generation }: TakenJob) =>
  db(em)
    .updateTable('Job')
    .set({ runAt: secondsFromNow(lease) })
    .where('id', '=', id)
    .where('generation', '=', generation)
    .execute()

/** Deletes a job in the transaction of its effect; returns false if it was enqueued again meanwhile. */
export const finishJob = async (em: EntityManager, { id, generation }: TakenJob): Promise<boolean> =>
  (await em.nativeDelete(Job, { id, generation })) === 1

/**
 * Records a failed try: the job is due again later, or given up. Returns whether it is given up. While files cannot be
 * stored or read, a try does not count.
 */
export async function failJob(em: EntityManager, job: TakenJob, error: unknown): Promise<boolean> {
  const { attempts, backoff } = jobs[job.job]
  const isWaiting = isStorageFault(error)
  const isLast = !isWaiting && job.attempts >= attempts
  const pause = Math.min(3600, backoff * 2 ** Math.min(job.attempts - 1, 20))
  const failed = await db(em)
    .updateTable('Job')
    .set(eb => ({
      lastError: String(error instanceof Error ? error.message : error).slice(0, 500),
      attempts: eb('attempts', '-', isWaiting ? 1 : 0),
      failedAt: isLast ? sql<Date>`now()` : null,
      runAt: secondsFromNow(isLast ? 0 : isWaiting ? storageRetry : pause),
      handedAt: null,
    }))
    .where('id', '=', job.id)
    .where('generation', '=', job.generation)
    .returning('id')
    .execute()
  return isLast && failed.length > 0
}
