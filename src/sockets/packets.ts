import { Decoder, Encoder, PacketType } from 'socket.io-parser'

/** Bytes of one event: its name, its payload, and the attachments that belong to it. */
const maxEventBytes = 64 * 1024
/** Bytes of one packet that may gather here while its attachments come in. */
const maxPacketBytes = 1_500_000

/** What came with an event: its arguments, none where it is too large, and the bytes of all of it. */
export class Came {
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
 * Socket.IO's own decoder, which also measures: an event comes out with one argument, a `Came`. What is no packet throws, and
 * Socket.IO closes the connection.
 */
class MeasuringDecoder extends Decoder {
  #bytes = 0

  constructor() {
    super()
    // The first listener there is, so whoever takes the packet finds it changed.
    this.on('decoded', packet => {
      if (packet.type !== PacketType.EVENT) return
      const [name, ...args] = (packet.data ?? []) as unknown[]
      packet.data = [name, new Came(args, this.#bytes)]
    })
  }

  override add(data: unknown) {
    const bytes = typeof data === 'string' || Buffer.isBuffer(data) ? Buffer.byteLength(data) : 0
    // Bytes belong to the packet that the text before them began.
    this.#bytes = typeof data === 'string' ? bytes : this.#bytes + bytes
    if (this.#bytes > maxPacketBytes) throw new Error('The attachments of one packet are too large.')
    super.add(data)
  }
}

/** What Socket.IO reads and writes packets with: its option `parser`. */
export const parser = { Encoder, Decoder: MeasuringDecoder }

/** Refuses a namespace as Socket.IO does, where no socket is there yet to do it. */
export const encodeConnectError = (namespace: string, message: string, data: object): string =>
  String(new Encoder().encode({ type: PacketType.CONNECT_ERROR, nsp: namespace, data: { message, data } })[0])

/** The namespace that a packet asks to join; null where it is another packet. What is no number reads as 0 to Socket.IO. */
export function namespaceAsked(data: unknown): string | null {
  if (typeof data !== 'string' || /^[1-9]/.test(data)) return null
  return /^.(\/[^,]{0,100})/s.exec(data)?.[1] ?? '/'
}
