import { type Namespace, type Stream, streams } from '../src/contract/index.ts'
import type { EntryMeta } from './listeners.ts'
import { type LogAnswer, type LogEntry, LogFollower } from './log-follower.ts'

type LogsOptions = {
  since: (stream: Stream, seq: number, limit: number) => Promise<LogAnswer>
  deliver: (entry: LogEntry) => void
  joined: (stream: Stream) => void
  voided: (stream: Stream) => void
  reset: (stream: Stream, head: number) => void
}
type Seqs = Partial<Record<Stream, number>>

/** The followers of one person's logs, one for each namespace that has durable events. */
export class Logs {
  #followers = new Map<Stream, LogFollower>()
  #seqs: Seqs
  #options: LogsOptions

  constructor(seqs: Seqs, options: LogsOptions) {
    this.#seqs = seqs
    this.#options = options
  }

  /** Whether a push was a matter of the log: a head, or an entry with its number. */
  took(namespace: Namespace, event: string, payload: unknown, meta?: EntryMeta): boolean {
    if (!isStream(namespace)) return false
    if (event === 'log.head') this.#of(namespace).head((payload as { seq: number }).seq)
    else if (meta) this.#of(namespace).receive({ event, payload, ...meta })
    else return false
    return true
  }

  /** A namespace is connected. Answers whether `joined` is still to come, with its first head. */
  rejoined(namespace: Namespace): boolean {
    if (isStream(namespace)) this.#of(namespace).rejoined()
    return isStream(namespace)
  }

  /** Whether it is known where to follow a namespace from, or there is nothing to follow. */
  isKnown(namespace: Namespace): boolean {
    return !isStream(namespace) || this.seq(namespace) !== null
  }

  seq(stream: Stream): number | null {
    return this.#followers.get(stream)?.seq ?? this.#seqs[stream] ?? null
  }

  /** Stops following; the numbers are kept for the next connection. */
  stop() {
    for (const [stream, follower] of this.#followers) {
      follower.stop()
      if (follower.seq !== null) this.#seqs = { ...this.#seqs, [stream]: follower.seq }
    }
    this.#followers.clear()
  }

  /** The next person's logs are others. */
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
