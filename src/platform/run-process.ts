import { constants } from 'node:os'
import { createLogger } from './log.ts'

type Program<T> = {
  /** The subject of messages: "Heliograph has stopped". */
  name: string
  open(): Promise<T>
  /** What comes between opening and being ready. */
  greet(opened: T, say: (line: string) => void): Promise<void> | void
}

/** The longest that a stop may take, in milliseconds: what was acknowledged is in the database already. */
const longestStop = 15_000
/** Faults that follow the first one while the process stops are logged too, but not without end. */
const maxFaults = 10

/**
 * Runs a program for as long as its process lives. SIGINT and SIGTERM close it: exit code 0. An exception or a rejection
 * that nothing has caught is logged with its stack and closes it as well: exit code 1. So does a start that fails, with a
 * sentence on standard error. Sends `ready` to a parent process that listens, once the program is. Never rejects.
 */
export async function runProcess<T extends { close(): Promise<void> }>({ name, open, greet }: Program<T>) {
  // The reader of our output may go away: that is no reason to stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  let opened: T | undefined
  let stopping: Promise<void> | undefined

  // A terminal and a parent may both pass on one Ctrl-C: the second is the same stop.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => stop(0, 128 + constants.signals[signal]))
  }
  const log = createLogger('fatal')
  let faults = 0
  process.on('uncaughtException', (error: unknown, origin) => {
    faults += 1
    if (faults <= maxFaults) log.fatal({ err: error, origin }, 'A fault that nothing caught: this process stops')
    stop(1, 1)
  })

  /** `late` is the exit code where closing fails or takes too long. */
  function stop(code: number, late: number) {
    if (opened === undefined) process.exit(late)
    stopping ??= close(opened, code, late)
  }

  async function close(it: T, code: number, late: number) {
    process.exitCode = late
    setTimeout(() => process.exit(), longestStop).unref()
    try {
      await it.close()
      process.exitCode = code
      say(`${name} has stopped`)
    } catch (error) {
      log.fatal({ err: error }, 'The process could not close what it had opened')
    }
    // A driver that waits for a server that is away keeps nobody from leaving.
    setTimeout(() => process.exit(), 1000).unref()
  }

  try {
    opened = await open()
    await greet(opened, say)
    if (!stopping) process.send?.('ready', undefined, undefined, () => {})
  } catch (error) {
    if (stopping) return
    process.stderr.write(`${reasonOf(error)}\n`)
    process.exitCode = 1
    if (opened) stop(1, 1)
  }
}

/** The message of a failed start says why. A programming error needs its stack. */
function reasonOf(error: unknown) {
  if (!(error instanceof Error)) return String(error)
  const isMistake = [TypeError, RangeError, ReferenceError, SyntaxError].some(kind => error instanceof kind)
  return isMistake ? error.stack : error.message
}
