import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { type AddressInfo, isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { createAdaptorServer } from '@hono/node-server'

type Fetch = (request: Request, env: object) => Response | Promise<Response>

/** Milliseconds in which the body of a poll, a few hundred kilobytes at most, has to arrive. */
const maxPoll = 60_000

/** Listens; a slow sender of headers is cut off. Rejects with a sentence where it cannot listen there. */
export async function listen(fetch: Fetch, { host, port }: { host: string; port: number }) {
  const shouldUpgradeCallback = (request: IncomingMessage) => isForSockets(request) && http.listenerCount('upgrade') > 0
  const http = createAdaptorServer({
    fetch,
    // For requests that name no host, as HTTP/1.0 allows.
    hostname: 'localhost',
    serverOptions: { shouldUpgradeCallback },
  }) as HttpServer
  http.on('connect', rejectTunnel)
  // The reader of a body asks for it with `100 Continue`, so that an error can be sent before the body.
  http.on('checkContinue', (request, response) => {
    if (request.url?.startsWith('/socket.io/')) response.writeContinue()
    http.emit('request', request, response)
  })
  // Engine.IO reads bodies of polls without a time limit, also those that it rejects.
  http.on('request', request => {
    if (!request.url?.startsWith('/socket.io/') || request.method === 'GET') return
    const late = setTimeout(() => request.complete || request.socket.destroy(), maxPoll)
    request.once('close', () => clearTimeout(late))
  })
  http.headersTimeout = 15_000
  // The reader of a body ends it when it stalls or is too slow; a slow connection may take hours.
  http.requestTimeout = 8 * 3_600_000
  http.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    // Also for as long as it listens: a connection that cannot be accepted is that connection's misfortune.
    http.on('error', (error: NodeJS.ErrnoException) => reject(reasonOf(error, host, port)))
    http.listen(port, host, resolve)
  })
  return { http, port: (http.address() as AddressInfo).port }
}

function reasonOf(error: NodeJS.ErrnoException, host: string, port: number) {
  const { code = '' } = error
  if (code === 'EADDRINUSE')
    return new Error(`Port ${port} on ${host} is taken by another program: set PORT to a free one, or to 0 for any.`)
  if (code === 'EACCES') return new Error(`Port ${port} may not be taken by this user: set PORT to one above 1023.`)
  if (/^(EADDRNOTAVAIL|ENOTFOUND|EAI_|EINVAL|EAFNOSUPPORT)/.test(code))
    return new Error(`${host} is no address of this machine (${code}): set HOST to one, or to 0.0.0.0 or :: for all.`)
  return error
}

/**
 * Whether a request is to become a WebSocket of Socket.IO. An `Upgrade` to anything else (h2c, as curl and Java offer it,
 * TLS, a list) is an offer that a server may ignore: such a request gets a normal response.
 */
function isForSockets({ url = '', headers }: IncomingMessage) {
  return url.startsWith('/socket.io/') && headers.upgrade?.toLowerCase() === 'websocket'
}

/** `CONNECT` asks for a tunnel through a proxy, which this is not. */
function rejectTunnel(_: IncomingMessage, socket: Duplex) {
  socket.on('error', () => {})
  socket.end('HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () =>
    socket.destroy(),
  )
}

/**
 * The address a request comes from: of the connection, or what the outermost of the trusted proxies wrote. Anything
 * left of it in the header was written by the sender and is ignored, as is anything that is not an address.
 */
export function addressBehind(proxies: number, forwarded: string | undefined, socketAddress: string | undefined) {
  const hop = proxies > 0 ? forwarded?.split(',').at(-proxies) : undefined
  return addressIn(hop) ?? addressIn(socketAddress) ?? 'unknown'
}

/** An address without its port and brackets; an IPv4 address that is written as IPv6 as itself. */
function addressIn(text = '') {
  const bare = text.trim().replace(/^\[(.*)\](:\d+)?$|^([\d.]+):\d+$/, '$1$3')
  const address = bare.replace(/^::ffff:(?=[\d.]+$)/i, '')
  return isIP(address) ? address : null
}
