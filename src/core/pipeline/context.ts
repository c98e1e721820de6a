import type { EntityManager } from '@mikro-orm/postgresql'
import type { Credentials } from '#auth/credentials'
import type { Viewer } from '#auth/sessions'
import type { ChangeOf, DurableEvent, EphemeralEvent, OperationName, operations, PayloadOf, TopicName } from '#contract'
import type { Entry } from '#core/events/log.sql'
import type { HandedJob } from '#core/events/outbox.sql'
import type { EventRefs } from '#entities/event-refs'
import type { JobName, JobPayload } from '#jobs'
import type { SignImageUrl } from '#photos/image-urls'
import type { Limiter } from './limits.ts'

export type { Viewer }

/** Where a call comes from. */
export type From = { ip: string; userAgent: string; connectionId: string | null }

/** Whom an event is for. Never derived from what a handler returns. */
export type Audience = { users: readonly string[] }

/** A thing that is watched on a connection. `ownerId` is its owner: watching ends when access to the owner is lost. */
export type Topic = { topic: TopicName; id: string; ownerId: string }

export type Invalidation =
  | { kind: 'session' | 'account' | 'post' | 'privacy'; subjectId: string; ownerId?: undefined }
  /** May no longer see anything of an account; or only what it shows its followers. */
  | { kind: 'access' | 'follow'; subjectId: string; ownerId: string }

/**
 * A photo that a door has stored and checked, with its sides in pixels as stored. Whoever makes something of it sets
 * `kept`; otherwise it is removed.
 */
export type StoredFile = { key: string; bytes: number; digest: string; width: number; height: number; kept: boolean }

/** What reads need. */
export type ReadContext = {
  em: EntityManager
  imageUrl: SignImageUrl
  credentials: Credentials
  /** Whether text messages reach anybody: a gateway is set, or the mailbox shows them. */
  canText: boolean
}

/** What writes may do beside: all of it is written into the transaction, or waits for its commit. */
export type WriteContext = ReadContext & {
  /** A durable event: an entry in the log of each of the audience. */
  publish<E extends DurableEvent>(event: E, audience: Audience, refs: EventRefs[E]): void
  /** A live event: a hint, sent after the commit. */
  broadcast<E extends EphemeralEvent>(event: E, audience: Audience, payload: PayloadOf<E>): void
  /**
   * A job, done after the commit. Enqueued again under the same id while it waits, it is done once. `inSeconds` delays it, `at`
   * is when it is due by the database's clock.
   */
  enqueue<J extends JobName>(job: J, payload: JobPayload<J>, options?: { inSeconds?: number; at?: Date }): void
  /** Entries of logs and due jobs that a statement has written itself: they are released after the commit. */
  wrote(written: { entries: readonly Entry[]; jobs: readonly HandedJob[] }): void
  /** A right was taken away: sockets leave or close within a second, on every node. */
  invalidate(what: Invalidation): void
  /** Something that can be watched has changed: its watchers get an update after the commit. */
  changed<N extends TopicName>(topic: N, id: string, change: ChangeOf<N>): void
}

type ViewerOf<N extends OperationName> = (typeof operations)[N]['access'] extends 'public' ? Viewer | null : Viewer
type Doing<N extends OperationName> = (typeof operations)[N]['kind'] extends 'read' ? ReadContext : WriteContext

/** Who calls, from where, and how often they may. */
type CallerContext<N extends OperationName> = { viewer: ViewerOf<N>; from: From; limiter: Limiter }

/** What `prepare` of a handler is given: it runs before the transaction. */
export type PrepareContext<N extends OperationName = OperationName> = ReadContext & CallerContext<N>

/** What a call brings besides its input. */
export type CallContext<N extends OperationName = OperationName> = CallerContext<N> & {
  file: StoredFile | null
  watch(topic: Topic): void
  unwatch(topic: Pick<Topic, 'topic' | 'id'>): void
}

/** What a handler is given besides its input. */
export type Context<N extends OperationName = OperationName> = Doing<N> & CallContext<N>
