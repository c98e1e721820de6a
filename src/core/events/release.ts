import type { Invalidation, PostMoved } from '#core/pipeline/context'
import type { Hint, Released } from '#core/pipeline/transaction'
import type { Entry } from './log.ts'
import type { HandedJob } from './outbox.ts'

type Deps = {
  deliver(entries: readonly Entry[]): void
  hand(tasks: readonly HandedJob[]): Promise<void>
  sendHint(hint: Hint): void
  apply(invalidation: Invalidation): void
  tellInvalidated(list: readonly Invalidation[]): void
  moved(what: PostMoved): void
  counted(userIds: readonly string[]): void
  onError(error: unknown): void
}

/** What happens after a commit. Everything but hints is found again from rows if this process dies here. */
export const createRelease =
  ({ deliver, hand, sendHint, apply, tellInvalidated, moved, counted, onError }: Deps) =>
  ({ entries, tasks, hints, invalidations, moves, counted: profiles }: Released) => {
    // Rights go first: nothing is shown to somebody who has just lost them.
    for (const invalidation of invalidations) apply(invalidation)
    if (invalidations.length > 0) tellInvalidated(invalidations)
    if (entries.length > 0) deliver(entries)
    for (const hint of hints) sendHint(hint)
    for (const move of moves) moved(move)
    if (profiles.length > 0) counted(profiles)
    if (tasks.length > 0) hand(tasks).catch(onError)
  }
