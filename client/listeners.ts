import type { Closing, EventName, Namespace, PayloadOf, Stream } from '../src/contract/index.ts'

/** Where a durable event stands in its log; live events have none. */
export type EntryMeta = { seq: number; at: string }

/** The contract's events, and the client's own. */
export type Handlers = { [E in EventName]: (payload: PayloadOf<E>, meta?: EntryMeta) => void } & {
  /** The server closes the connection and says why. The client comes again by itself, after `retryAfter` seconds where given. */
  'connection.closing': (payload: Closing) => void
  /** A namespace is joined, again after each interruption: watch anew what is watched. */
  joined: (payload: { namespace: Namespace }) => void
  /** A log no longer reaches back to what was last seen: load its state anew. */
  reset: (payload: { stream: Stream; head: number }) => void
  /** Something that a log told of can no longer be seen: load anew what is shown of its namespace. */
  voided: (payload: { stream: Stream }) => void
  /** The session has ended, by `signOut` or from elsewhere. */
  signedOut: (payload: object) => void
}

/** Named sets of handlers. One that throws is reported as an uncaught error and stops no other. */
export class Listeners {
  #handlers = new Map<string, Set<(payload: never, meta?: EntryMeta) => void>>()

  on<E extends keyof Handlers>(event: E, handler: Handlers[E]): () => void {
    const handlers = this.#handlers.get(event) ?? new Set()
    this.#handlers.set(event, handlers.add(handler))
    return () => handlers.delete(handler)
  }

  emit(event: string, payload: unknown, meta?: EntryMeta) {
    for (const handler of [...(this.#handlers.get(event) ?? [])]) {
      try {
        handler(payload as never, meta)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}
