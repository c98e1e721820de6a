import type { Log } from './log.ts'

/** Whether a failure is a sign of an outage: surely, or only if the other side cannot be reached now; null if it is none. */
export type Sign = 'sure' | 'possible' | null

type Options = {
  /** The subject of log messages: "Redis is away". */
  name: string
  /** What it means for people, behind a colon. */
  effect: string
  log: Log
  signOf(error: unknown): Sign
  /** Whether it can be reached now. A rejection is a no. */
  isThere(): Promise<boolean> | boolean
  /** Milliseconds between two lines while it lasts, and between two looks whether it is over. */
  repeat?: number
  pause?: number
}

/** Failures that come so much later, in milliseconds, are of connections that an outage had broken. */
const grace = 5_000

export type Outage = ReturnType<typeof createOutage>

/**
 * Logs an outage once, then each minute while it lasts, and once when it is over, however many calls fail meanwhile.
 */
export function createOutage({ name, effect, log, signOf, isThere, repeat = 60_000, pause = 1_000 }: Options) {
  let since: number | null = null
  let loggedAt = 0
  let endedAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let asked: Promise<boolean> | null = null

  /** Asked for by many at once, it is looked once. */
  const look = () => {
    asked ??= Promise.resolve()
      .then(isThere)
      .catch(() => false)
      .finally(() => {
        asked = null
      })
    return asked
  }

  const begin = (error: unknown) => {
    if (since !== null || stopped) return
    since = loggedAt = performance.now()
    log.warn({ reason: reasonOf(error) }, `${name} is away: ${effect}`)
    timer = setTimeout(follow, pause).unref()
  }
  let stopped = false

  const follow = async () => {
    const isBack = await look()
    if (since === null || stopped) return
    const now = performance.now()
    const seconds = Math.round((now - since) / 1000)
    if (isBack) {
      since = null
      endedAt = now
      return log.info(`${name} is back after ${seconds} s`)
    }
    if (now - loggedAt >= repeat) {
      loggedAt = now
      log.warn(`${name} is still away, for ${seconds} s now`)
    }
    timer = setTimeout(follow, pause).unref()
  }

  return {
    /** Whether a failure belongs to this outage, which is then logged. */
    async explains(error: unknown) {
      const sign = signOf(error)
      if (sign === null) return false
      if (since !== null || performance.now() - endedAt < grace) return true
      if (sign === 'possible' && (await look())) return false
      begin(error)
      return true
    },
    begin,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** Given what failed ("A job failed"), returns what logs each such failure. */
export type Report = (message: string) => (error: unknown, about?: unknown) => void

/** Logs failures with their stacks, unless they belong to an outage. */
export const createReport =
  (log: Log, outages: readonly Outage[]): Report =>
  message =>
  (error, about) => {
    const explained = async () => {
      for (const outage of outages) if (await outage.explains(error)) return true
      return false
    }
    void explained().then(isExplained => isExplained || log.error({ err: error, about }, message))
  }

/** Signs that a connection is lost or cannot be made, whatever is at its other end. */
export function isDisconnected(error: unknown): boolean {
  const { code, cause, errors } = (error ?? {}) as { code?: unknown; cause?: unknown; errors?: unknown[] }
  if (/^(ECONN|EPIPE|EHOST|ENET|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/.test(String(code ?? ''))) return true
  return (cause !== undefined && isDisconnected(cause)) || (Array.isArray(errors) && errors.some(isDisconnected))
}

function reasonOf(error: unknown) {
  if (!(error instanceof Error)) return String(error)
  // Where a name has several addresses, the sum of the failures has no message.
  return error.message || String((error as { code?: unknown }).code ?? error.name)
}
