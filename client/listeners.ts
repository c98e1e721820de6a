import type { Closing, EventName, Namespace, PayloadOf, Stream } from '../src/contract/index.ts'

/** The position of a durable event in its log. Ephemeral events have none. */
export type EntryMeta = { seq: number; at: string }

/** The contract's events, and the client's own. */
export type Handlers = { [E in EventName]: (payload: PayloadOf<E>, meta?: EntryMeta) => void } & {
  /** The server is closing the connection. The client reconnects by itself, after `retryAfter` seconds if given. */
  'connection.closing': (payload: Closing) => void
  /** A namespace is joined, also after each reconnect. Watches last as long as a connection, so start them again. */
  joined: (payload: { namespace: Namespace }) => void
  /** The log no longer reaches back to the last entry seen: reload the state. */
  reset: (payload: { stream: Stream; head: number }) => void
  /** The content of an earlier entry may no longer be seen: reload what is shown of its namespace. */
  voided: (payload: { stream: Stream }) => void
  /** The session has ended, by `signOut` or on another device. */
  signedOut: (payload: object) => void
}

/** Event handlers by event name. An error in one is reported as uncaught and does not stop the others. */
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
