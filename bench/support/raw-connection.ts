import { connect } from 'node:net'

/** A text frame of a client. Its mask is zero, so that masking costs nothing beside the measured server. */
export function frameOf(text: string): Buffer {
  const body = Buffer.from(text)
  const head = Buffer.alloc(body.length < 126 ? 6 : 8)
  head[0] = 0x81
  head[1] = 0x80 + Math.min(body.length, 126)
  if (body.length >= 126) head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** A WebSocket that only writes; with a token it joins `/posts`. Rejects if the server does. */
export async function openRawConnection(url: string, token: string | null) {
  const { hostname, port, host } = new URL(url)
  const tcp = connect(Number(port), hostname)
  let isClosed = false
  let received = ''
  const closed = new Promise<void>(resolve => {
    tcp.once('close', () => {
      isClosed = true
      resolve()
    })
  })
  tcp.on('error', () => {})
  const untilReceived = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const check = (chunk: Buffer) => {
        received = (received + chunk.toString('latin1')).slice(-4096)
        if (!received.includes(text)) return
        tcp.off('data', check)
        resolve()
      }
      tcp.on('data', check)
      void closed.then(() => reject(new Error('The connection was rejected')))
    })
  tcp.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  await untilReceived('0{')
  if (token !== null) {
    tcp.write(frameOf(`40/posts,${JSON.stringify({ token })}`))
    await untilReceived('40/posts,')
  }
  // Reads and drops all responses.
  tcp.resume()
  return {
    closed,
    isClosed: () => isClosed,
    write: (bytes: Buffer) => tcp.write(bytes),
    destroy: () => void tcp.destroy(),
  }
}
