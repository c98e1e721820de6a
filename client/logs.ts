import { type Namespace, type Stream, streams } from '../src/contract/index.ts'
import type { EntryMeta } from './listeners.ts'
import { type LogEntry, LogFollower, type LogPage } from './log-follower.ts'

type LogsOptions = {
  since: (stream: Stream, seq: number, limit: number) => Promise<LogPage>
  deliver: (entry: LogEntry) => void
  joined: (stream: Stream) => void
  voided: (stream: Stream) => void
  reset: (stream: Stream, head: number) => void
}
type Seqs = Partial<Record<Stream, number>>

/** Follows one user's logs, one for each namespace that has durable events. */
export class Logs {
  #followers = new Map<Stream, LogFollower>()
  #seqs: Seqs
  #options: LogsOptions

  constructor(seqs: Seqs, options: LogsOptions) {
    this.#seqs = seqs
    this.#options = options
  }

  /** Handles a head or a durable entry. Returns false for anything else. */
  handle(namespace: Namespace, event: string, payload: unknown, meta?: EntryMeta): boolean {
    if (!isStream(namespace)) return false
    if (event === 'log.head') this.#of(namespace).head((payload as { seq: number }).seq)
    else if (meta) this.#of(namespace).receive({ event, payload, ...meta })
    else return false
    return true
  }

  /** Handles a new connection. Returns whether `joined` follows with the first head. */
  rejoined(namespace: Namespace): boolean {
    if (isStream(namespace)) this.#of(namespace).rejoined()
    return isStream(namespace)
  }

  /** Whether the place to follow from is known, or there is no log to follow. */
  hasSeq(namespace: Namespace): boolean {
    return !isStream(namespace) || this.seq(namespace) !== null
  }

  seq(stream: Stream): number | null {
    return this.#followers.get(stream)?.seq ?? this.#seqs[stream] ?? null
  }

  /** Stops following. The numbers are kept for the next connection. */
  stop() {
    for (const [stream, follower] of this.#followers) {
      follower.stop()
      if (follower.seq !== null) this.#seqs = { ...this.#seqs, [stream]: follower.seq }
    }
    this.#followers.clear()
  }

  /** Forgets the numbers: the next user has other logs. */
  forget() {
    this.#seqs = {}
  }

  #of(stream: Stream): LogFollower {
    const known = this.#followers.get(stream)
    if (known) return known
    const seq = this.#seqs[stream]
    const made = new LogFollower({
      ...(seq !== undefined && { seq }),
      since: (from, limit) => this.#options.since(stream, from, limit),
      deliver: this.#options.deliver,
      joined: () => this.#options.joined(stream),
      voided: () => this.#options.voided(stream),
      reset: head => this.#options.reset(stream, head),
    })
    this.#followers.set(stream, made)
    return made
  }
}

const isStream = (namespace: Namespace): namespace is Stream => streams.includes(namespace as Stream)
