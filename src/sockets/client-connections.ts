import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket as Tcp } from 'node:net'
import type { Server } from 'socket.io'
import { networkOf } from '#auth/network'
import type { ClosingReason } from '#contract'
import { ApiError } from '#core/pipeline/errors'
import { ClientConnection, type Engine, sizeOf, type Wire } from './client-connection.ts'
import { namespaceAsked } from './packets.ts'
import { createConnectionQuota } from './quotas.ts'
import { rejectRequest } from './reject-request.ts'

type Deps = {
  rateLimitScale: number
  maxConnectionsPerAddress: number
  addressOf(request: IncomingMessage): string
  onClosed(reason: ClosingReason): void
}

export type ClientConnections = ReturnType<typeof watchClientConnections>

/** Watches every connection of this node from its handshake on, and closes those that exceed their quota. */
export function watchClientConnections(io: Server, deps: Deps) {
  const { rateLimitScale: scale, maxConnectionsPerAddress: maxPerAddress, addressOf, onClosed } = deps
  const clients = new Map<string, ClientConnection>()
  const perAddress = new Map<string, number>()

  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const sid = new URL(request.url ?? '', 'http://localhost').searchParams.getAll('sid').at(-1)
    const error = sid ? checkKnown(clients.get(sid), request) : checkNew(networkOf(addressOf(request)))
    if (error) rejectRequest(request, response, error)
    else next()
  })
  io.engine.on('connection', open)
  const timer = setInterval(() => {
    for (const client of clients.values()) client.inspect()
  }, 1000)

  function checkNew(address: string) {
    if ((perAddress.get(address) ?? 0) < maxPerAddress) return null
    const tooMany = `At most ${maxPerAddress} connections may be open from one address.`
    return new ApiError('rate_limited', tooMany, { retryAfter: 30 })
  }

  function checkKnown(client: ClientConnection | undefined, request: IncomingMessage) {
    if (request.headers.upgrade) client?.keep(request.socket)
    // Engine.IO would respond with a 500.
    if (!['GET', 'POST'].includes(request.method ?? ''))
      return new ApiError('not_found', 'A connection accepts only GET and POST.')
    if (!client || request.method !== 'POST') return null
    const length = request.headers['content-length']
    const error = client.ending ?? client.quota.body(length === undefined ? null : Number(length))
    if (error) client.close('flood', error)
    return error
  }

  function open(engine: Engine) {
    const { id, request, transport } = engine as unknown as Wire
    const client = new ClientConnection(engine, createConnectionQuota(scale), onClosed)
    const address = networkOf(addressOf(request))
    clients.set(id, client)
    perAddress.set(address, (perAddress.get(address) ?? 0) + 1)
    if (transport.name === 'websocket') client.keep(request.socket as Tcp)
    engine.once('close', () => {
      clients.delete(id)
      const left = (perAddress.get(address) ?? 1) - 1
      if (left > 0) perAddress.set(address, left)
      else perAddress.delete(address)
    })
    engine.on('packet', ({ type, data }: { type: string; data?: unknown }) => {
      client.count(sizeOf(data), type === 'message' ? namespaceAsked(data) : null)
    })
    // Engine.IO answers probes before the upgrade, without limit; here each counts as a packet.
    engine.on('upgrading', () => client.count(0, null))
  }

  return {
    of: (engine: Engine) => clients.get((engine as unknown as Wire).id),
    stop: () => clearInterval(timer),
  }
}
