import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket as Tcp } from 'node:net'
import type { Server } from 'socket.io'
import { networkOf } from '#auth/network'
import type { ClosingReason } from '#contract'
import { ApiError } from '#core/pipeline/errors'
import { createShare } from './connection-share.ts'
import { type Engine, Line, sizeOf, type Wire } from './line.ts'
import { namespaceAsked } from './packets.ts'
import { rejectRequest } from './reject-request.ts'

type Deps = {
  rateLimitScale: number
  maxConnectionsPerAddress: number
  addressOf(request: IncomingMessage): string
  onClosed(reason: ClosingReason): void
}

export type Lines = ReturnType<typeof watchLines>

/** Watches every line of this node from its handshake on, and ends those that take more than their share. */
export function watchLines(io: Server, deps: Deps) {
  const { rateLimitScale: scale, maxConnectionsPerAddress: maxPerAddress, addressOf, onClosed } = deps
  const lines = new Map<string, Line>()
  const perAddress = new Map<string, number>()

  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const sid = new URL(request.url ?? '', 'http://localhost').searchParams.getAll('sid').at(-1)
    const refusal = sid ? errorOfMore(lines.get(sid), request) : errorOfNew(networkOf(addressOf(request)))
    if (refusal) rejectRequest(request, response, refusal)
    else next()
  })
  io.engine.on('connection', open)
  const timer = setInterval(() => {
    for (const line of lines.values()) line.inspect()
  }, 1000)

  function errorOfNew(address: string) {
    if ((perAddress.get(address) ?? 0) < maxPerAddress) return null
    const tooMany = `At most ${maxPerAddress} connections may be open from one address.`
    return new ApiError('rate_limited', tooMany, { retryAfter: 30 })
  }

  function errorOfMore(line: Line | undefined, request: IncomingMessage) {
    if (request.headers.upgrade) line?.keep(request.socket)
    // Engine.IO would answer them with a 500.
    if (!['GET', 'POST'].includes(request.method ?? ''))
      return new ApiError('not_found', 'A connection takes GET and POST.')
    if (!line || request.method !== 'POST') return null
    const length = request.headers['content-length']
    const refusal = line.ending ?? line.share.body(length === undefined ? null : Number(length))
    if (refusal) line.close('flood', refusal)
    return refusal
  }

  function open(engine: Engine) {
    const { id, request, transport } = engine as unknown as Wire
    const line = new Line(engine, createShare(scale), onClosed)
    const address = networkOf(addressOf(request))
    lines.set(id, line)
    perAddress.set(address, (perAddress.get(address) ?? 0) + 1)
    if (transport.name === 'websocket') line.keep(request.socket as Tcp)
    engine.once('close', () => {
      lines.delete(id)
      const left = (perAddress.get(address) ?? 1) - 1
      if (left > 0) perAddress.set(address, left)
      else perAddress.delete(address)
    })
    engine.on('packet', ({ type, data }: { type: string; data?: unknown }) => {
      line.count(sizeOf(data), type === 'message' ? namespaceAsked(data) : null)
    })
    // A probe is answered before its transport is the line's, however often it comes.
    engine.on('upgrading', () => line.count(0, null))
  }

  return {
    of: (engine: Engine) => lines.get((engine as unknown as Wire).id),
    stop: () => clearInterval(timer),
  }
}
