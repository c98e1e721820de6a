import { Decoder, Encoder, PacketType } from 'socket.io-parser'

/** Stands where a payload stood that is larger than a payload may be. No client can send it. */
export const tooLarge = Symbol('too large')

/** Bytes of one event: its name, its payload, and the attachments that belong to it. */
const maxEventBytes = 64 * 1024
/** Bytes of one packet that may gather here while its attachments come in. */
const maxPacketBytes = 1_500_000

/**
 * Socket.IO's own decoder, which also measures: the payload of an event of more than 64 kB gives way to `tooLarge`. What is
 * no packet throws, and Socket.IO closes the connection.
 */
class MeasuringDecoder extends Decoder {
  #bytes = 0

  constructor() {
    super()
    // The first listener there is, so whoever takes the packet finds it changed.
    this.on('decoded', packet => {
      if (packet.type === PacketType.EVENT && this.#bytes > maxEventBytes) packet.data = [packet.data[0], tooLarge]
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
