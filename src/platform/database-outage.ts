import { Socket } from 'node:net'
import { Client } from 'pg'
import type { Log } from './log.ts'
import { createOutage, isDisconnected, type Sign } from './outages.ts'

export const createDatabaseOutage = (log: Log, url: string) =>
  createOutage({
    name: 'PostgreSQL',
    effect: 'calls get "unavailable" until it is back',
    log,
    signOf: signOfDatabase,
    isThere: () => canAsk(url),
  })

/** What PostgreSQL and its driver say when the server goes, is not there yet, or takes no more connections. */
export function signOfDatabase(error: unknown): Sign {
  const { code, cause, message } = (error ?? {}) as { code?: unknown; cause?: unknown; message?: unknown }
  if (/^(08...|57P0[123]|53300)$/.test(String(code ?? ''))) return 'sure'
  if (/^Connection terminated|^Client has encountered a connection error/.test(String(message))) return 'sure'
  // The pool says so too where all its connections are in use.
  if (/^timeout exceeded when trying to connect/.test(String(message)) || isDisconnected(error)) return 'possible'
  return cause === undefined ? null : signOfDatabase(cause)
}

/** In milliseconds. */
const patience = 2_000

/** Asks on a connection of its own, which is gone afterwards, also where the other side has fallen silent. */
async function canAsk(url: string) {
  const socket = new Socket()
  const client = new Client({
    connectionString: url,
    stream: () => socket,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } finally {
    socket.destroy()
  }
}
