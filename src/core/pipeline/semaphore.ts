import { ApiError } from './errors.ts'

type Limits = {
  /** So many run at once in this process. */
  running: number
  /** So many wait for their turn; whoever comes then is refused. */
  waiting: number
  /** So many wait for one person. */
  each?: number
  /** What those who are refused are told. */
  busy: string
}

/** Lets what is heavy run a few at a time: of each person in the order of coming, and the people one after the other. */
export function createSemaphore({ running: maxRunning, waiting: maxWaiting, each = maxWaiting, busy }: Limits) {
  let running = 0
  let waiting = 0
  const lines = new Map<string, (() => void)[]>()

  const wait = (who: string) => {
    const line = lines.get(who) ?? []
    if (line.length >= each) throw new ApiError('rate_limited', busy, { retryAfter: 1 })
    if (waiting >= maxWaiting) throw new ApiError('unavailable', busy, { retryAfter: 1 })
    waiting += 1
    lines.set(who, line)
    return new Promise<void>(resolve => line.push(resolve))
  }

  const next = () => {
    for (const [who, line] of lines) {
      lines.delete(who)
      const first = line.shift()
      // Behind everybody else who waits.
      if (line.length > 0) lines.set(who, line)
      waiting -= 1
      return first
    }
  }

  return async <T>(run: () => Promise<T>, who = ''): Promise<T> => {
    if (running < maxRunning) running += 1
    else await wait(who)
    try {
      return await run()
    } finally {
      // A turn is passed on, so that nobody who comes now goes first.
      const first = next()
      if (first) first()
      else running -= 1
    }
  }
}
