import type { Profile } from '#contract'

type Counts = Profile['counts']

type Deps = {
  /** Whether anybody here cares: a profile that nobody watches costs nothing. */
  isWatched(userId: string): boolean
  /** The counts as they are now, of many at once; nothing of whoever is gone. */
  read(userIds: readonly string[]): Promise<Map<string, Counts>>
  send(userId: string, counts: Counts): void
  /** Tells the other nodes; null where there are none. */
  tellOthers: ((userIds: string[]) => void) | null
  onError(error: unknown): void
}

/** Milliseconds between two frames: at most five a second. */
const pause = 200

/**
 * Tells those who watch profiles of their counts: the first change at once, then all that have gathered, once per pause.
 * The counts are read when they are sent, one read after the other, so that the last frame is true and none is older
 * than the one before.
 */
export function createProfileCounts({ isWatched, read, send, tellOthers, onError }: Deps) {
  let watched = new Set<string>()
  let untold = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  let sentAt = 0
  let busy = false
  let stopped = false

  const schedule = () => {
    if (timer || busy || stopped || (watched.size === 0 && untold.size === 0)) return
    timer = setTimeout(flush, Math.max(0, sentAt + pause - Date.now()))
  }

  const flush = async () => {
    timer = null
    busy = true
    const told = [...untold]
    const moved = [...watched].filter(isWatched)
    untold = new Set()
    watched = new Set()
    try {
      if (told.length > 0) tellOthers?.(told)
      const counts = moved.length > 0 ? await read(moved) : new Map<string, Counts>()
      sentAt = Date.now()
      for (const [userId, one] of counts) send(userId, one)
    } catch (error) {
      sentAt = Date.now()
      onError(error)
      watched = new Set([...moved, ...watched])
    }
    busy = false
    schedule()
  }

  const heard = (userIds: readonly string[]) => {
    for (const userId of userIds) if (isWatched(userId)) watched.add(userId)
    schedule()
  }

  return {
    /** Counts were moved by this process. */
    counted: (userIds: readonly string[]) => {
      if (tellOthers) for (const userId of userIds) untold.add(userId)
      heard(userIds)
    },
    /** Another process has moved them. */
    heard,
    stop: () => {
      stopped = true
      if (timer) clearTimeout(timer)
    },
  }
}
