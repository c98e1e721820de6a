import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import type { Credentials } from '#auth/credentials'
import { events } from '#contract'
import { type Broadcast, createDelivery } from '#core/events/delivery'
import { claimOverdue, type HandedJob } from '#core/events/outbox'
import { createRelease } from '#core/events/release'
import type { Invalidation, PostMoved } from '#core/pipeline/context'
import { createTransact, type Hint } from '#core/pipeline/transaction'
import { forkOf } from '#database/fork'
import type { EntryToRender } from '#entities/event-refs'
import type { SignImageUrl } from '#photos/image-urls'

type View = { em: EntityManager; imageUrl: SignImageUrl }

type Deps = {
  orm: MikroORM
  credentials: Credentials
  imageUrl: SignImageUrl
  canText: boolean
  broadcast: Broadcast
  /** By the clock that all processes share. */
  now(): number
  render(ctx: View, entries: readonly EntryToRender[]): Promise<(object | null)[]>
  hand(tasks: readonly HandedJob[]): Promise<void>
  /** What this process does at once when rights were lost, a post or a profile's counts have moved, and how it tells the others. */
  apply(invalidation: Invalidation): void
  tellInvalidated(list: readonly Invalidation[]): void
  moved(what: PostMoved): void
  counted(userIds: readonly string[]): void
  onError(error: unknown): void
}

/** What every process that writes has, with sockets or without: transactions whose effects are released. */
export function createEngine({
  orm,
  credentials,
  imageUrl,
  canText,
  broadcast,
  now,
  render,
  hand,
  onError,
  ...rights
}: Deps) {
  const fork = forkOf(orm)
  const reading = { credentials, imageUrl, canText }
  const delivery = createDelivery({
    fork,
    render: (em, entries) => render({ em, imageUrl }, entries),
    broadcast,
    now,
    onError,
  })
  const sendHint = ({ event, audience, payload, since }: Hint) =>
    broadcast.toUsers(events[event].namespace, audience.users, { event, args: [payload], since })
  const release = createRelease({ deliver: delivery.deliver, hand, sendHint, onError, ...rights })
  const transact = createTransact({ orm, reading, now, release })

  const sweep = async () => {
    const overdue = await claimOverdue(fork())
    if (overdue.length > 0) await hand(overdue)
  }
  const timer = setInterval(() => sweep().catch(onError), 1000)

  return {
    fork,
    reading,
    transact,
    async close() {
      clearInterval(timer)
      delivery.stop()
      await delivery.drained()
    },
  }
}

export type Engine = ReturnType<typeof createEngine>
