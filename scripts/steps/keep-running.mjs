import { setTimeout as wait } from 'node:timers/promises'
import { onStopRequest, runProgram } from './child.mjs'

/** The time over which restarts are counted, in milliseconds. */
const memory = 600_000
const maxRestarts = 5
/** The first pause before a restart, in milliseconds; each further one within ten minutes is twice as long. */
const firstPause = 500
/** The signals that request a stop. */
const requests = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']

/**
 * Runs a program and restarts it when it crashes: when it fails after it was ready, or is killed. A start that fails is not
 * repeated, and nothing is started after a request to stop. Returns the exit code of the last run.
 */
export async function keepRunning(args, env = {}, pause = firstPause) {
  const stop = new AbortController()
  const forget = onStopRequest(() => stop.abort())
  const restarts = []
  try {
    for (;;) {
      const ended = await runProgram(args, env)
      if (stop.signal.aborted || !isCrash(ended)) return ended.code
      const now = performance.now()
      while (restarts[0] < now - memory) restarts.shift()
      const how = ended.signal ?? `exit code ${ended.code}`
      if (restarts.length === maxRestarts) {
        console.error(`Heliograph crashed (${how}) after ${maxRestarts} restarts within ten minutes, and gives up.`)
        return ended.code
      }
      const milliseconds = pause * 2 ** restarts.length
      restarts.push(now)
      console.error(
        `Heliograph crashed (${how}): restart ${restarts.length} of at most ${maxRestarts} within ten minutes, ` +
          `in ${milliseconds / 1000} s.`,
      )
      await wait(milliseconds, undefined, { signal: stop.signal }).catch(() => {})
      if (stop.signal.aborted) return 0
    }
  } finally {
    forget()
  }
}

function isCrash({ code, signal, wasReady }) {
  if (signal) return !requests.includes(signal)
  return wasReady && code !== 0 && !requestCodes.includes(code)
}

// The exit codes of a program that could not stop in time after such a signal.
const requestCodes = [129, 130, 131, 143]
