import { events } from '#contract'
import { type Broadcast, createDelivery } from '#core/events/delivery'
import { claimOverdue, type HandedJob } from '#core/events/outbox.sql'
import { createRelease } from '#core/events/release'
import type { Invalidation } from '#core/pipeline/context'
import { createTransact, type WaitingBroadcast } from '#core/pipeline/transaction'
import { closeInTime } from '#platform/close-in-time'
import type { Report } from '#platform/outages'
import { renderEntries } from '#views/events'
import type { Core } from './core.ts'
import type { Database } from './database.ts'

export type Engine = ReturnType<typeof startEngine>

type Deps = {
  database: Database
  core: Core
  live: {
    broadcast: Broadcast
    /** What this process does at once about invalidations and changes of topics, and how it informs the other nodes. */
    apply(invalidation: Invalidation): void
    sendInvalidated(list: readonly Invalidation[]): void
    changed(topic: string, id: string, change: unknown): void
  }
  /** Whether text messages can be sent. */
  canText: boolean
  /** Hands jobs to their queues. */
  hand(jobs: readonly HandedJob[]): Promise<void>
  report: Report
}

/** What every process that writes has, with sockets or without: transactions whose effects are released. */
export function startEngine(stack: AsyncDisposableStack, { database, core, live, canText, hand, report }: Deps) {
  const { orm, fork } = database
  const { broadcast, ...released } = live
  const reading = { credentials: core.credentials, imageUrl: core.images.sign, canText }
  const delivery = createDelivery({
    fork,
    render: (em, entries) => renderEntries({ em, imageUrl: core.images.sign }, entries),
    broadcast,
    now: core.now,
    onError: report('Delivering events failed'),
  })
  const sendBroadcast = ({ event, audience, payload, since }: WaitingBroadcast) =>
    broadcast.toUsers(events[event].namespace, audience.users, { event, args: [payload], since })
  const release = createRelease({
    ...released,
    deliver: delivery.deliver,
    sendBroadcast,
    hand,
    onError: report('Handing jobs to their queue failed'),
  })
  const transact = createTransact({ orm, reading, now: core.now, release })

  const sweep = async () => {
    const overdue = await claimOverdue(fork())
    if (overdue.length > 0) await hand(overdue)
  }
  const failed = report('Handing overdue jobs to their queue failed')
  let isClosing = false
  const timer = setInterval(() => sweep().catch(error => isClosing || failed(error)), 1000)
  stack.defer(async () => {
    // A sweep in flight is not awaited: it may wait for a queue that is away.
    isClosing = true
    clearInterval(timer)
    delivery.stop()
    await closeInTime(delivery.drained)
  })
  return { fork, reading, transact }
}
