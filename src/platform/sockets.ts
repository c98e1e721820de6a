import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { createAdapter } from '@socket.io/redis-adapter'
import { Server, type ServerOptions } from 'socket.io'
import type { RedisClients } from './redis.ts'

const options: Partial<ServerOptions> = {
  // A larger message ends its connection; a payload that is too large gets an error.
  maxHttpBufferSize: 1_500_000,
  connectTimeout: 10_000,
  serveClient: false,
  perMessageDeflate: false,
  httpCompression: false,
}

type Listening = {
  http: HttpServer
  corsOrigins: readonly string[]
  publicUrl: string | null
  /** Reads and writes packets. */
  parser: ServerOptions['parser']
  /** Before that, connections fail as if no server were there: clients try again by themselves. */
  isReady(): boolean
}

/** The Socket.IO server: with the adapter where there is Redis; listening, or only sending from a worker. */
export function openSockets(redis: RedisClients | null, listening?: Listening) {
  const adapter = redis ? { adapter: createAdapter(redis.publisher, redis.subscriber, { key: 'heliograph' }) } : {}
  if (!listening) return new Server({ ...options, ...adapter })
  const { http, corsOrigins, publicUrl, parser, isReady } = listening
  const known = new Set([...corsOrigins, ...(publicUrl ? [publicUrl] : [])])
  return new Server(http, {
    ...options,
    ...adapter,
    parser,
    ...(corsOrigins.length > 0 && { cors: { origin: [...corsOrigins] } }),
    allowRequest: (request, decide) => decide(null, isReady() && isWelcome(request, known)),
  })
}

/** Closes a server that only sends: it has adapters, and no engine that its own `close` could stop. */
export async function closeSending(io: Server) {
  await Promise.all([...io._nsps.values()].map(namespace => namespace.adapter.close()))
}

/** Browsers name the page's origin: it has to be this server's own or a known one. Other clients name none. */
function isWelcome({ headers }: IncomingMessage, known: ReadonlySet<string>) {
  const { origin, host } = headers
  return origin === undefined || known.has(origin) || origin === `http://${host}` || origin === `https://${host}`
}
