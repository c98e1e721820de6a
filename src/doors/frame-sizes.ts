import type { Server, Socket } from 'socket.io'

/** Measures what arrives on every connection: answers the bytes of the packet that a socket is being handed. */
export function measureFrames(io: Server): (socket: Socket) => number {
  const sizes = new WeakMap<object, number>()
  io.engine.on('connection', engine => {
    let size = 0
    engine.prependListener('data', (data: string | Buffer) => {
      // A frame of bytes belongs to the packet that the text before it began.
      const bytes = Buffer.byteLength(data) + (typeof data === 'string' ? 0 : size)
      size = bytes
      // Socket.IO hands a packet over in the tick after its frame; other frames may have come in between.
      process.nextTick(() => sizes.set(engine, bytes))
    })
  })
  return socket => sizes.get(socket.conn) ?? 0
}
