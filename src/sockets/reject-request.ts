import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { ApiError } from '#core/pipeline/errors'
import { problemOf } from '#http/problem'

/** Responds to a request to Engine.IO with a problem document, also to a WebSocket upgrade, which has only its TCP socket. */
export function rejectRequest(request: IncomingMessage, response: ServerResponse, error: ApiError) {
  const { status, headers, body } = problemOf(error)
  if (!request.headers.upgrade) return void response.writeHead(status, headers).end(body)
  const all = { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  const { socket } = request
  socket.on('error', () => {})
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'), () => socket.destroy())
}
