import type { IncomingMessage } from 'node:http'
import type { Socket as Tcp } from 'node:net'
import { setTimeout as after } from 'node:timers/promises'
import type { Socket } from 'socket.io'
import type { Closing, ClosingReason } from '#contract'
import { ApiError } from '#core/pipeline/errors'
import type { Share } from './connection-share.ts'
import { encodeConnectError } from './packets.ts'

export type Engine = Socket['conn']
/** What Engine.IO documents of an engine and does not put into its types. */
export type Wire = {
  id: string
  request: IncomingMessage
  transport: { name: string }
  writeBuffer: { data?: unknown }[]
}

type How = {
  /** What waits for the client goes out first; otherwise it is dropped: it may not hear it any more, or does not read. */
  lastWords?: true
  /** Milliseconds that the client has to read why. */
  within?: number
}

/** One client's line to this node, from the handshake on: polling, a WebSocket, or first the one and then the other. */
export class Line {
  readonly engine: Engine
  readonly share: Share
  /** Its sockets: one in each namespace that it has joined. */
  readonly sockets = new Set<Socket>()
  /** Why it ends, as it was told; what has not begun by now is not begun. */
  ending: ApiError | null = null
  readonly #onClosed: (reason: ClosingReason) => void
  /** The streams of its WebSocket, and of upgrades that it tries, with the bytes that each had read before. */
  readonly #tcps = new Map<Tcp, number>()
  #asked = '/'
  #isSlow = false

  constructor(engine: Engine, share: Share, onClosed: (reason: ClosingReason) => void) {
    this.engine = engine
    this.share = share
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

  /** One packet more, of so many bytes; the namespace is the one that it asks to join. */
  count(bytes: number, namespace: string | null) {
    this.#asked = namespace ?? this.#asked
    this.closeIf(this.share.packet(bytes, namespace !== null))
  }

  /** Closes for a flood, if there is one. */
  closeIf(why: ApiError | null) {
    if (why) this.close('flood', why)
  }

  /** Looks, once a second, at what no packet tells: what the client leaves unread, and what it sends below packets. */
  inspect() {
    let bytes = 0
    for (const [tcp, before] of this.#tcps) {
      bytes += tcp.bytesRead - before
      this.#tcps.set(tcp, tcp.bytesRead)
    }
    this.closeIf(this.share.wire(bytes))
    const wasSlow = this.#isSlow
    this.#isSlow = this.#waiting > this.share.maxWaiting
    if (wasSlow && this.#isSlow) this.close('slow', slow, { within: 5000 })
  }

  /** Resolves when little waits for the client, or the line has ended. */
  async hasRoom() {
    while (this.#waiting > this.share.maxWaiting && this.engine.readyState === 'open') await after(20)
  }

  /** Tells the client why, then closes. */
  close(reason: ClosingReason, why: ApiError, { lastWords, within = 1000 }: How = {}) {
    if (this.ending || this.engine.readyState !== 'open') return
    this.ending = why
    this.#onClosed(reason)
    if (!lastWords) this.#wire.writeBuffer.length = 0
    const closing: Closing = { ...why.toFailure(), reason }
    if (this.sockets.size === 0) this.engine.send(encodeConnectError(this.#asked, why.message, closing))
    for (const socket of this.sockets) socket.emit('connection.closing', closing)
    this.engine.close()
    // What was to take the place of polling has nothing to say that the client would wait for.
    if (this.#wire.transport.name !== 'websocket') this.#cut()
    if (reason === 'flood') for (const tcp of this.#tcps.keys()) stopReading(tcp)
    setTimeout(() => this.#end(), within).unref()
  }

  /** Bytes that the client has not taken yet: in the library's buffer and in Node's. */
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

/** For good: the rest of a flood would cost as much as its beginning. */
function stopReading(tcp: Tcp) {
  tcp.pause()
  tcp.on('resume', () => tcp.pause())
}

const slow = new ApiError('unavailable', 'This connection did not read what it was sent.', { retryAfter: 1 })

export const sizeOf = (data: unknown) =>
  typeof data === 'string' || data instanceof Uint8Array ? Buffer.byteLength(data) : 0
