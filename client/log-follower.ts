/** One entry of a user's log. `log.void` replaces an entry whose content may no longer be seen. */
export type LogEntry = { seq: number; at: string; event: string; payload: unknown }
export type LogPage = { entries: LogEntry[]; head: number; reset: boolean }

export type LogOptions = {
  /** The last number seen. Taken from the first head if left out. */
  seq?: number
  /** Requests the entries after a number. */
  since: (seq: number, limit: number) => Promise<LogPage>
  deliver: (entry: LogEntry) => void
  /** The first head of a connection has arrived: state loaded from now on is at least as new as the log position. */
  joined?: () => void
  /** Called instead of `deliver` for an entry that may no longer be seen. */
  voided?: () => void
  /** The log no longer reaches back to the last entry: reload the state. */
  reset: (head: number) => void
  timers?: Timers
}
export type Timers = { start: (run: () => void, ms: number) => unknown; stop: (timer: unknown) => void }

const PAGE = 500
/** How long a gap may close by itself, then the wait after one request that brought nothing, two, three … */
const WAITS_MS = [250, 1_000, 2_000, 5_000, 15_000]

/**
 * Follows one log and delivers every entry once and in order. An entry that arrives early is held for 250 ms (two nodes may
 * send 8 before 7); then the missing ones are requested. When a head is ahead of us, they are requested at once.
 */
export class LogFollower {
  #options: LogOptions
  #timers: Timers
  #seq: number | null
  #known = 0
  #early = new Map<number, LogEntry>()
  #timer: unknown = null
  #request: Promise<void> | null = null
  #emptyRequests = 0
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

  /** Marks the connection as new: its first head counts even when it is behind us, as after restoring a database. */
  rejoined() {
    this.#joined = true
  }

  /** Handles the number of the log's last entry. */
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
    if (head > this.#seq || (first && head < this.#seq)) this.#requestMissing()
  }

  /** Handles a pushed entry. */
  receive(entry: LogEntry) {
    if (this.#stopped || (this.#seq !== null && entry.seq <= this.#seq)) return
    this.#early.set(entry.seq, entry)
    this.#known = Math.max(this.#known, entry.seq)
    if (this.#seq === null) return
    this.#drain()
    this.#requestLater()
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

  #requestLater() {
    if (!this.#behind() || this.#request) return
    this.#timer ??= this.#timers.start(
      () => {
        this.#timer = null
        this.#requestMissing()
      },
      WAITS_MS[Math.min(this.#emptyRequests, WAITS_MS.length - 1)]!,
    )
  }

  #clearTimer() {
    if (this.#timer !== null) this.#timers.stop(this.#timer)
    this.#timer = null
  }

  #requestMissing() {
    this.#clearTimer()
    this.#request ??= this.#fetchMissing().finally(() => {
      this.#request = null
      this.#requestLater()
    })
  }

  /** Requests missing entries page by page until the head, or until a page brings nothing new. */
  async #fetchMissing() {
    for (;;) {
      const from = this.#seq!
      const page = await this.#options.since(from, PAGE).catch(() => null)
      if (this.#stopped) return
      if (page && (page.reset || page.head < from)) return this.#restart(page.head)
      for (const entry of page?.entries ?? []) if (entry.seq > this.#seq!) this.#early.set(entry.seq, entry)
      this.#known = Math.max(this.#known, page?.head ?? 0)
      this.#drain()
      this.#emptyRequests = this.#seq! > from ? 0 : this.#emptyRequests + 1
      if (this.#emptyRequests > 0 || !this.#behind()) return
    }
  }

  #restart(head: number) {
    this.#seq = head
    this.#known = Math.max(head, ...this.#early.keys())
    this.#emptyRequests = 0
    this.#options.reset(head)
    this.#drain()
  }
}

const realTimers: Timers = {
  start: (run, ms) => setTimeout(run, ms),
  stop: timer => clearTimeout(timer as ReturnType<typeof setTimeout>),
}
