import type { IncomingMessage } from 'node:http'
import type { Socket as Tcp } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import type { Socket } from 'socket.io'
import type { Closing, ClosingReason } from '#contract'
import { ApiError } from '#core/pipeline/errors'
import { encodeConnectError } from './packets.ts'
import type { ConnectionQuota } from './quotas.ts'

export type Engine = Socket['conn']
/** Members of an engine that Engine.IO documents, but does not declare in its types. */
export type Wire = {
  id: string
  request: IncomingMessage
  transport: { name: string }
  writeBuffer: { data?: unknown }[]
}

type How = {
  /** Sends what is buffered for the client first; otherwise it is dropped. */
  flush?: true
  /** Milliseconds that the client has to read the reason. */
  within?: number
}

/** A client's connection to this node from the handshake on: polling, a WebSocket, or an upgrade from one to the other. */
export class ClientConnection {
  readonly engine: Engine
  readonly quota: ConnectionQuota
  /** Its sockets, one for each namespace it has joined. */
  readonly sockets = new Set<Socket>()
  /** Why it is being closed, as sent to the client; no new call is started. */
  ending: ApiError | null = null
  readonly #onClosed: (reason: ClosingReason) => void
  /** The TCP sockets of its WebSocket and of attempted upgrades, with the bytes each had read at the last inspection. */
  readonly #tcps = new Map<Tcp, number>()
  #asked = '/'
  #isSlow = false

  constructor(engine: Engine, quota: ConnectionQuota, onClosed: (reason: ClosingReason) => void) {
    this.engine = engine
    this.quota = quota
    this.#onClosed = onClosed
  }

  get id() {
    return this.#wire.id
  }
  get #wire() {
    return this.engine as unknown as Wire
  }

  keep(tcp: Tcp) {
    this.count(0, null)
    this.#tcps.set(tcp, tcp.bytesRead)
    tcp.once('close', () => this.#tcps.delete(tcp))
  }

  /** Counts a packet; `namespace` is the one it asks to join. */
  count(bytes: number, namespace: string | null) {
    this.#asked = namespace ?? this.#asked
    this.closeIf(this.quota.packet(bytes, namespace !== null))
  }

  /** Closes the connection for flooding, if there is an error. */
  closeIf(why: ApiError | null) {
    if (why) this.close('flood', why)
  }

  /** Called once a second: counts received bytes, and closes a client that does not read. */
  inspect() {
    let bytes = 0
    for (const [tcp, before] of this.#tcps) {
      bytes += tcp.bytesRead - before
      this.#tcps.set(tcp, tcp.bytesRead)
    }
    this.closeIf(this.quota.wire(bytes))
    const wasSlow = this.#isSlow
    this.#isSlow = this.#waiting > this.quota.maxWaiting
    if (wasSlow && this.#isSlow) this.close('slow', slow, { within: 5000 })
  }

  /** Resolves when the client has read enough, or the connection has closed. */
  async hasRoom() {
    while (this.#waiting > this.quota.maxWaiting && this.engine.readyState === 'open') await after(20)
  }

  /** Tells the client why, then closes the connection. */
  close(reason: ClosingReason, why: ApiError, { flush, within = 1000 }: How = {}) {
    if (this.ending || this.engine.readyState !== 'open') return
    this.ending = why
    this.#onClosed(reason)
    if (!flush) this.#wire.writeBuffer.length = 0
    const closing: Closing = { ...why.toFailure(), reason }
    if (this.sockets.size === 0) this.engine.send(encodeConnectError(this.#asked, why.message, closing))
    for (const socket of this.sockets) socket.emit('connection.closing', closing)
    this.engine.close()
    // An unfinished upgrade carries nothing that the client waits for.
    if (this.#wire.transport.name !== 'websocket') this.#cut()
    if (reason === 'flood') for (const tcp of this.#tcps.keys()) stopReading(tcp)
    setTimeout(() => this.#end(), within).unref()
  }

  /** Bytes that the client has not read yet, in the buffers of the library and of Node. */
  get #waiting() {
    let bytes = 0
    for (const { data } of this.#wire.writeBuffer) bytes += sizeOf(data)
    for (const tcp of this.#tcps.keys()) bytes += tcp.writableLength
    return bytes
  }

  #end() {
    this.engine.close(true)
    this.#cut()
  }

  #cut() {
    for (const tcp of this.#tcps.keys()) tcp.destroy()
  }
}

/** Stops reading for good: the rest of a flood would cost as much as its beginning. */
function stopReading(tcp: Tcp) {
  tcp.pause()
  tcp.on('resume', () => tcp.pause())
}

const slow = new ApiError('unavailable', 'This connection did not read what it was sent.', { retryAfter: 1 })

export const sizeOf = (data: unknown) =>
  typeof data === 'string' || data instanceof Uint8Array ? Buffer.byteLength(data) : 0
