import type { MikroORM } from '@mikro-orm/postgresql'
import type { EphemeralEvent } from '#contract'
import { insertInvalidations } from '#core/events/invalidations'
import { appendEntries, type Entry, type Told } from '#core/events/log'
import { type HandedJob, insertJobs, type OwedJob } from '#core/events/outbox'
import { forkOf } from '#database/fork'
import type { Audience, Invalidation, PostMoved, ReadContext, WriteContext } from './context.ts'
import { ApiError } from './errors.ts'

/** `since` is when its audience was settled, by the clock that all processes share. */
export type Hint = { event: EphemeralEvent; audience: Audience; payload: unknown; since: number }

/** What a committed transaction leaves to be done: all of it can be found again from rows, but for hints. */
export type Released = {
  entries: Entry[]
  tasks: HandedJob[]
  hints: Hint[]
  invalidations: Invalidation[]
  moves: PostMoved[]
  counted: string[]
}

type Deps = { orm: MikroORM; reading: Omit<ReadContext, 'em'>; now(): number; release(released: Released): void }

export type Transact = <T>(work: (writing: WriteContext) => Promise<T>) => Promise<T>

const retried = new Set(['40P01', '40001'])

/** Runs work in a transaction, retried when it loses to another; releases what it asked for after the commit. */
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
    const told: Told[] = []
    const owed: OwedJob[] = []
    const released: Released = { entries: [], tasks: [], hints: [], invalidations: [], moves: [], counted: [] }
    let result: T
    await em.begin()
    try {
      result = await work({
        em,
        ...reading,
        publish: (event, audience, refs) => {
          for (const userId of audience.users) told.push({ userId, event, refs })
        },
        broadcast: (event, audience, payload) => {
          released.hints.push({ event, audience, payload, since: now() })
        },
        enqueue: (job, payload, options) => {
          owed.push({ job, payload, inSeconds: options?.inSeconds ?? 0 })
        },
        invalidate: what => {
          released.invalidations.push(what)
        },
        moved: what => {
          released.moves.push(what)
        },
        counted: userIds => {
          for (const userId of userIds) released.counted.push(userId)
        },
      })
      if (owed.length > 0) released.tasks = await insertJobs(em, owed)
      if (released.invalidations.length > 0) await insertInvalidations(em, released.invalidations)
      // Last before the commit: whoever waits for these heads waits for the shortest time.
      if (told.length > 0) released.entries = await appendEntries(em, told)
      await em.commit()
    } catch (error) {
      if (em.isInTransaction()) await em.rollback().catch(() => {})
      throw error
    }
    release(released)
    return result
  }
}

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? '')

/** Whether a transaction that failed with this is known to have left nothing: not so where the connection was lost. */
export const isRolledBack = (error: unknown) => !isAway(error)

/** Whether it failed for waiting too long for a row that another transaction holds. */
export const isLockTimeout = (error: unknown) => codeOf(error) === '55P03'

/** What a failure of the database means to the caller, or null if it is no such failure. */
export function databaseError(error: unknown): ApiError | null {
  const busy = ['55P03', '57014'].includes(codeOf(error)) || retried.has(codeOf(error))
  if (!busy && !isAway(error)) return null
  return new ApiError('unavailable', 'The database cannot answer now; try again.', { retryAfter: 1 })
}

function isAway(error: unknown) {
  const away = /^(08|57P|53|25P0)/.test(codeOf(error)) || /^E(CONN|PIPE|HOST|TIMEDOUT)/.test(codeOf(error))
  const message = error instanceof Error ? error.message : ''
  return away || /Connection terminated|timeout exceeded|connection.*(ended|closed)|not queryable/i.test(message)
}
