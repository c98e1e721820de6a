type Entry<Change> = { pending: Change | null; sent: Change | null; sentAt: number }

type Deps<Change> = {
  /** Milliseconds between two sends of one id. */
  pace: number
  fold(earlier: Change, later: Change): Change
  /** What is remembered of a change that was sent. */
  sent(change: Change): Change
  /** Sends what is due, of many ids at once. When it rejects, all of it is sent again later. */
  send(changes: Map<string, Change>): Promise<void> | void
  onError(error: unknown): void
}

/** Milliseconds that a sent change is remembered, so that a late older one takes nothing back. */
const memory = 10_000

export type Pacer<Change> = ReturnType<typeof createPacer<Change>>

/**
 * Folds changes by id: the first is sent at once, then what has gathered, once per `pace`, the last state always. One
 * send follows the other, so that none overtakes another.
 */
export function createPacer<Change>({ pace, fold, sent, send, onError }: Deps<Change>) {
  const entries = new Map<string, Entry<Change>>()
  const due = new Set<string>()
  // In the order in which they were sent: less than `pace` ago, and longer ago.
  const resting = new Set<string>()
  const remembered = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  let wakesAt = 0
  let isFlushing = false
  let isStopped = false

  const entryOf = (id: string) => entries.get(id) as Entry<Change>

  const add = (id: string, change: Change) => {
    if (isStopped) return
    const entry = entries.get(id)
    if (!entry) {
      entries.set(id, { pending: change, sent: null, sentAt: 0 })
      makeDue(id)
    } else {
      entry.pending = entry.pending === null ? change : fold(entry.pending, change)
      // Otherwise it is due already, being sent, or resting: then it is looked at again.
      if (remembered.delete(id)) makeDue(id)
    }
  }

  const makeDue = (id: string) => {
    due.add(id)
    if (!isFlushing) {
      isFlushing = true
      setImmediate(flush)
    }
  }

  const flush = async () => {
    while (due.size > 0 && !isStopped) {
      const changes = takeDue()
      try {
        await send(changes)
        for (const [id, change] of changes) entryOf(id).sent = sent(change)
      } catch (error) {
        onError(error)
        for (const [id, change] of changes) {
          const entry = entryOf(id)
          entry.pending = entry.pending === null ? change : fold(change, entry.pending)
        }
      }
      const now = performance.now()
      for (const id of changes.keys()) {
        entryOf(id).sentAt = now
        resting.add(id)
      }
      look()
    }
    isFlushing = false
  }

  const takeDue = () => {
    const changes = new Map<string, Change>()
    for (const id of due) {
      const entry = entryOf(id)
      const { pending } = entry as { pending: Change }
      changes.set(id, entry.sent === null ? pending : fold(entry.sent, pending))
      entry.pending = null
    }
    due.clear()
    return changes
  }

  /** Goes through what has rested, and forgets what was remembered for long enough. */
  const look = () => {
    const now = performance.now()
    for (const id of resting) {
      if (entryOf(id).sentAt + pace > now) break
      resting.delete(id)
      if (entryOf(id).pending === null) remembered.add(id)
      else makeDue(id)
    }
    for (const id of remembered) {
      if (entryOf(id).sentAt + memory > now) break
      remembered.delete(id)
      entries.delete(id)
    }
    const [rests] = resting
    const [oldest] = remembered
    if (rests !== undefined) wake(entryOf(rests).sentAt + pace)
    else if (oldest !== undefined) wake(entryOf(oldest).sentAt + memory)
  }

  const wake = (at: number) => {
    if (isStopped || (timer !== null && wakesAt <= at)) return
    if (timer !== null) clearTimeout(timer)
    wakesAt = at
    timer = setTimeout(
      () => {
        timer = null
        look()
      },
      Math.max(0, at - performance.now()),
    )
  }

  return {
    add,
    /** Sends what is pending, due or not; nothing is taken any more. */
    async stop({ sendRest = false } = {}) {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      due.clear()
      if (sendRest) for (const [id, { pending }] of entries) if (pending !== null) due.add(id)
      if (due.size > 0) await send(takeDue())
    },
  }
}
