import { destination, type Level, type LevelWithSilent, type Logger, pino } from 'pino'

export type Log = Logger

/** Bytes that wait for a full disk to have room again; lines beyond are dropped. */
const maxWaiting = 1_000_000

/**
 * Writes one JSON line per entry to the standard error stream, or to `file`. Never fails: what cannot be written is lost.
 * Credentials are replaced by `[redacted]` down to four levels.
 */
export function createLogger(level: LevelWithSilent | Level, file: string | number = 2): Log {
  const target = destination({ dest: file, maxLength: maxWaiting })
  target.on('error', () => {})
  return pino(
    { level, base: { pid: process.pid }, redact: { paths: secretPaths, censor }, serializers: { err: brief } },
    target,
  )
}

// An error of a driver carries its whole client with it.
function brief(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack } = error
  return { type: name, message, code: (error as { code?: unknown }).code, stack }
}

const secretNames = [
  'authorization',
  'cookie',
  'password',
  'currentPassword',
  'newPassword',
  'token',
  'accessToken',
  'refreshToken',
  'totp',
  'secret',
  'code',
]

const secretPaths = ['', '*.', '*.*.', '*.*.*.'].flatMap(prefix => secretNames.map(name => prefix + name))

// A code that one signs in with is a secret. An error's code (ECONNRESET, not_found, SQLSTATE 40P01) is what one looks for.
function censor(value: unknown, path: string[]): unknown {
  const isErrorCode = path.at(-1) === 'code' && /^([a-z_]+|[0-9A-Z]{5})$/i.test(String(value))
  return isErrorCode ? value : '[redacted]'
}
