import { refuse } from './refusal.ts'

type Turns = {
  /** So many run at once in this process. */
  running: number
  /** So many wait for their turn; whoever comes then is refused. */
  waiting: number
  /** What those who are refused are told. */
  busy: string
}

/** Lets what is heavy run a few at a time, in the order of coming. */
export function createTurns({ running: mostRunning, waiting: mostWaiting, busy }: Turns) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (running < mostRunning) running += 1
    else if (waiting.length < mostWaiting) await new Promise<void>(resolve => waiting.push(resolve))
    else throw refuse('unavailable', busy, { retryAfter: 1 })
    try {
      return await run()
    } finally {
      // A turn is passed on, so that nobody who comes now goes first.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
