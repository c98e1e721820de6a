/** One entry of a user's log. `log.void` stands for something that may no longer be seen. */
export type LogEntry = { seq: number; at: string; event: string; payload: unknown }
export type LogAnswer = { entries: LogEntry[]; head: number; reset: boolean }

export type LogOptions = {
  /** The last number seen; unknown (and taken from the first head) where it is left out. */
  seq?: number
  /** Asks the server for what follows a number. */
  since: (seq: number, limit: number) => Promise<LogAnswer>
  deliver: (entry: LogEntry) => void
  /** The first head of a connection has come: what is loaded from now on is no older than where we follow from. */
  joined?: () => void
  /** In place of an entry that may no longer be seen. */
  voided?: () => void
  /** The log no longer reaches back to where we were: load state anew. */
  reset: (head: number) => void
  timers?: Timers
}
export type Timers = { start: (run: () => void, ms: number) => unknown; stop: (timer: unknown) => void }

const PAGE = 500
/** How long a gap is left to close by itself, then how long to wait after one fruitless question, two, three … */
const WAITS_MS = [250, 1_000, 2_000, 5_000, 15_000]

/**
 * Follows one log so that every entry is delivered once and in order. What arrives ahead of its turn is held for 250 ms
 * (two nodes may send 8 before 7), then the server is asked for what is missing; a head ahead of us is asked about at once.
 */
export class LogFollower {
  #options: LogOptions
  #timers: Timers
  #seq: number | null
  #known = 0
  #early = new Map<number, LogEntry>()
  #timer: unknown = null
  #asking: Promise<void> | null = null
  #fruitless = 0
  #joined = true
  #stopped = false

  constructor(options: LogOptions) {
    this.#options = options
    this.#timers = options.timers ?? realTimers
    this.#seq = options.seq ?? null
  }

  /** The number of the last entry delivered, or null before the first head. */
  get seq(): number | null {
    return this.#seq
  }

  /** The connection is new: its first head is believed even when it is behind us, as after a restored database. */
  rejoined() {
    this.#joined = true
  }

  /** The server says how far the log goes. */
  head(head: number) {
    if (this.#stopped) return
    const first = this.#joined
    this.#joined = false
    this.#known = Math.max(this.#known, head)
    if (this.#seq === null) {
      this.#seq = Math.min(head, ...[...this.#early.keys()].map(early => early - 1))
      this.#drain()
    }
    if (first) this.#options.joined?.()
    if (head > this.#seq || (first && head < this.#seq)) this.#ask()
  }

  /** An entry has been pushed. */
  receive(entry: LogEntry) {
    if (this.#stopped || (this.#seq !== null && entry.seq <= this.#seq)) return
    this.#early.set(entry.seq, entry)
    this.#known = Math.max(this.#known, entry.seq)
    if (this.#seq === null) return
    this.#drain()
    this.#askLater()
  }

  stop() {
    this.#stopped = true
    this.#clearTimer()
    this.#early.clear()
  }

  #drain() {
    for (let next = this.#next(); next; next = this.#next()) {
      this.#early.delete(next.seq)
      this.#seq = next.seq
      if (next.event === 'log.void') this.#options.voided?.()
      else this.#options.deliver(next)
    }
    for (const seq of this.#early.keys()) if (seq <= this.#seq!) this.#early.delete(seq)
    if (!this.#behind()) this.#clearTimer()
  }

  #next(): LogEntry | undefined {
    return this.#stopped ? undefined : this.#early.get(this.#seq! + 1)
  }

  #behind(): boolean {
    return this.#known > this.#seq! && !this.#stopped
  }

  #askLater() {
    if (!this.#behind() || this.#asking) return
    this.#timer ??= this.#timers.start(
      () => {
        this.#timer = null
        this.#ask()
      },
      WAITS_MS[Math.min(this.#fruitless, WAITS_MS.length - 1)]!,
    )
  }

  #clearTimer() {
    if (this.#timer !== null) this.#timers.stop(this.#timer)
    this.#timer = null
  }

  #ask() {
    this.#clearTimer()
    this.#asking ??= this.#page().finally(() => {
      this.#asking = null
      this.#askLater()
    })
  }

  /** Pages through what is missing until the head, or until an answer brings nothing new. */
  async #page() {
    for (;;) {
      const from = this.#seq!
      const answer = await this.#options.since(from, PAGE).catch(() => null)
      if (this.#stopped) return
      if (answer && (answer.reset || answer.head < from)) return this.#restart(answer.head)
      for (const entry of answer?.entries ?? []) if (entry.seq > this.#seq!) this.#early.set(entry.seq, entry)
      this.#known = Math.max(this.#known, answer?.head ?? 0)
      this.#drain()
      this.#fruitless = this.#seq! > from ? 0 : this.#fruitless + 1
      if (this.#fruitless > 0 || !this.#behind()) return
    }
  }

  #restart(head: number) {
    this.#seq = head
    this.#known = Math.max(head, ...this.#early.keys())
    this.#fruitless = 0
    this.#options.reset(head)
    this.#drain()
  }
}

const realTimers: Timers = {
  start: (run, ms) => setTimeout(run, ms),
  stop: timer => clearTimeout(timer as ReturnType<typeof setTimeout>),
}
