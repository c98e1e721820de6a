import type { Invalidation } from '#core/pipeline/context'
import type { Released, WaitingBroadcast } from '#core/pipeline/transaction'
import type { Entry } from './log.sql.ts'
import type { HandedJob } from './outbox.sql.ts'

type Deps = {
  deliver(entries: readonly Entry[]): void
  hand(jobs: readonly HandedJob[]): Promise<void>
  sendBroadcast(waiting: WaitingBroadcast): void
  apply(invalidation: Invalidation): void
  sendInvalidated(list: readonly Invalidation[]): void
  changed(topic: string, id: string, change: unknown): void
  onError(error: unknown): void
}

/** What happens after a commit. Everything but broadcasts is found again from rows if this process dies here. */
export const createRelease =
  ({ deliver, hand, sendBroadcast, apply, sendInvalidated, changed, onError }: Deps) =>
  ({ entries, jobs, broadcasts, invalidations, changes }: Released) => {
    // Rights go first: nothing is shown to somebody who has just lost them.
    for (const invalidation of invalidations) apply(invalidation)
    if (invalidations.length > 0) sendInvalidated(invalidations)
    if (entries.length > 0) deliver(entries)
    for (const one of broadcasts) sendBroadcast(one)
    for (const { topic, id, change } of changes) changed(topic, id, change)
    if (jobs.length > 0) hand(jobs).catch(onError)
  }
