import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import type { EphemeralEvent } from '#contract'
import { insertInvalidations } from '#core/events/invalidations'
import { appendEntries, type Entry, type Publication } from '#core/events/log.sql'
import { insertJobs, type OwedJob } from '#core/events/outbox'
import type { HandedJob } from '#core/events/outbox.sql'
import { forkOf } from '#database/fork'
import type { Audience, Invalidation, ReadContext, WriteContext } from './context.ts'
import { ApiError, CommitThen } from './errors.ts'

/** A broadcast that waits for the commit. `since` is when its audience was determined, by the database's clock. */
export type WaitingBroadcast = { event: EphemeralEvent; audience: Audience; payload: unknown; since: number }

/** A change of something that can be watched. */
export type Change = { topic: string; id: string; change: unknown }

/** What a committed transaction leaves to be done. All but broadcasts can be found again from rows. */
export type Released = {
  entries: Entry[]
  jobs: HandedJob[]
  broadcasts: WaitingBroadcast[]
  invalidations: Invalidation[]
  changes: Change[]
}

type Deps = { orm: MikroORM; reading: Omit<ReadContext, 'em'>; now(): number; release(released: Released): void }

export type Transact = <T>(work: (writing: WriteContext) => Promise<T>) => Promise<T>

/** Deadlock, and a transaction that cannot be serialised: the same work succeeds when it runs again. */
const retried = new Set(['40P01', '40001'])

/** Runs work in a transaction, again if it loses to another; releases its effects after the commit. */
export function createTransact({ orm, reading, now, release }: Deps): Transact {
  const fork = forkOf(orm)
  return async work => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(work)
      } catch (error) {
        if (attempt > 3 || !retried.has(codeOf(error))) throw error
      }
    }
  }

  async function once<T>(work: (writing: WriteContext) => Promise<T>) {
    const em = fork()
    const effects = gatherEffects()
    await em.begin()
    let outcome: { result: T } | { error: ApiError }
    try {
      outcome = await orCommitThen(work({ em, ...reading, ...effects.context(now) }))
      await effects.write(em)
      await em.commit()
    } catch (error) {
      if (em.isInTransaction()) await em.rollback().catch(() => {})
      throw error
    }
    release(effects.released)
    if ('error' in outcome) throw outcome.error
    return outcome.result
  }
}

const orCommitThen = <T>(work: Promise<T>): Promise<{ result: T } | { error: ApiError }> =>
  work.then(
    result => ({ result }),
    error => {
      if (error instanceof CommitThen) return { error: error.error }
      throw error
    },
  )

/** Gathers what work asks for, to be written before the commit or released after it. */
function gatherEffects() {
  const published: Publication[] = []
  const owed: OwedJob[] = []
  const released: Released = { entries: [], jobs: [], broadcasts: [], invalidations: [], changes: [] }
  const context = (now: () => number): Omit<WriteContext, keyof ReadContext> => ({
    publish: (event, audience, refs) => {
      for (const userId of audience.users) published.push({ userId, event, refs })
    },
    broadcast: (event, audience, payload) => {
      released.broadcasts.push({ event, audience, payload, since: now() })
    },
    wrote: ({ entries, jobs }) => {
      released.entries.push(...entries)
      released.jobs.push(...jobs)
    },
    enqueue: (job, payload, options) => {
      owed.push({ job, payload, inSeconds: options?.inSeconds ?? 0, at: options?.at ?? null })
    },
    invalidate: what => {
      released.invalidations.push(what)
    },
    changed: (topic, id, change) => {
      released.changes.push({ topic, id, change })
    },
  })
  const write = async (em: EntityManager) => {
    if (owed.length > 0) released.jobs.push(...(await insertJobs(em, owed)))
    if (released.invalidations.length > 0) await insertInvalidations(em, released.invalidations)
    // Last before the commit, so that others wait for these heads as briefly as possible.
    if (published.length > 0) released.entries.push(...(await appendEntries(em, published)))
  }
  return { context, write, released }
}

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? '')

/** Whether a transaction that failed with this has left nothing for certain: not where the connection was lost. */
export const isRolledBack = (error: unknown) => !isAway(error)

/** Whether it waited too long for a row that another transaction holds. */
export const isLockTimeout = (error: unknown) => codeOf(error) === '55P03'

/** The error that callers get for a failure of the database; null for any other failure. */
export function databaseError(error: unknown): ApiError | null {
  const busy = ['55P03', '57014'].includes(codeOf(error)) || retried.has(codeOf(error))
  if (!busy && !isAway(error)) return null
  return new ApiError('unavailable', 'The database is unavailable; try again.', { retryAfter: 1 })
}

function isAway(error: unknown) {
  const away = /^(08|57P|53|25P0)/.test(codeOf(error)) || /^E(CONN|PIPE|HOST|TIMEDOUT)/.test(codeOf(error))
  const message = error instanceof Error ? error.message : ''
  return away || /Connection terminated|timeout exceeded|connection.*(ended|closed)|not queryable/i.test(message)
}
