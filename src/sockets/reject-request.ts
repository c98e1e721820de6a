import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { ApiError } from '#core/pipeline/errors'
import { problemOf } from '#http/problem'

/** Answers a request of Engine.IO with a problem document: also one that asks for a WebSocket, which has only its stream. */
export function rejectRequest(request: IncomingMessage, response: ServerResponse, refusal: ApiError) {
  const { status, headers, body } = problemOf(refusal)
  if (!request.headers.upgrade) return void response.writeHead(status, headers).end(body)
  const all = { ...headers, 'Content-Length': Buffer.byteLength(body), Connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  const { socket } = request
  socket.on('error', () => {})
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n'), () => socket.destroy())
}
