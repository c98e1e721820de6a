import { Decoder, Encoder, PacketType } from 'socket.io-parser'

/** The maximum size of an event: its name, payload and attachments. */
const maxEventBytes = 64 * 1024
/** The maximum size of a packet while its attachments arrive. */
const maxPacketBytes = 1_500_000

/** What an event carries: its arguments (none if it is too large), and the size of the whole event in bytes. */
export class Received {
  readonly args: readonly unknown[]
  readonly bytes: number
  readonly isTooLarge: boolean

  constructor(args: readonly unknown[], bytes: number) {
    this.isTooLarge = bytes > maxEventBytes
    this.args = this.isTooLarge ? [] : args
    this.bytes = bytes
  }
}

/**
 * Socket.IO's decoder, which also measures: every event is decoded with one argument, a `Received`. It throws on a malformed
 * packet, and Socket.IO closes the connection.
 */
class MeasuringDecoder extends Decoder {
  #bytes = 0

  constructor() {
    super()
    // This is the first listener, so the others receive the changed packet.
    this.on('decoded', packet => {
      if (packet.type !== PacketType.EVENT) return
      const [name, ...args] = (packet.data ?? []) as unknown[]
      packet.data = [name, new Received(args, this.#bytes)]
    })
  }

  override add(data: unknown) {
    const bytes = typeof data === 'string' || Buffer.isBuffer(data) ? Buffer.byteLength(data) : 0
    // Binary data belongs to the packet that the preceding text began.
    this.#bytes = typeof data === 'string' ? bytes : this.#bytes + bytes
    if (this.#bytes > maxPacketBytes) throw new Error('The attachments of one packet are too large.')
    super.add(data)
  }
}

/** The option `parser` of Socket.IO. */
export const parser = { Encoder, Decoder: MeasuringDecoder }

/** Encodes a `connect_error` as Socket.IO does, for a connection that has no socket yet. */
export const encodeConnectError = (namespace: string, message: string, data: object): string =>
  String(new Encoder().encode({ type: PacketType.CONNECT_ERROR, nsp: namespace, data: { message, data } })[0])

/** The namespace that a packet asks to join; null for other packets. Socket.IO reads a packet type that is no digit as 0. */
export function namespaceAsked(data: unknown): string | null {
  if (typeof data !== 'string' || /^[1-9]/.test(data)) return null
  return /^.(\/[^,]{0,100})/s.exec(data)?.[1] ?? '/'
}
