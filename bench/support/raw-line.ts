import { connect } from 'node:net'

/** A client's frame of text. Its mask is nought, so that making it costs nothing beside the server that is measured. */
export function updateOf(text: string): Buffer {
  const body = Buffer.from(text)
  const head = Buffer.alloc(body.length < 126 ? 6 : 8)
  head[0] = 0x81
  head[1] = 0x80 + Math.min(body.length, 126)
  if (body.length >= 126) head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** A WebSocket that only writes; it is signed in where there is a token. Rejects where it is not let in. */
export async function openRawLine(url: string, token: string | null) {
  const { hostname, port, host } = new URL(url)
  const tcp = connect(Number(port), hostname)
  let isClosed = false
  let heard = ''
  const closed = new Promise<void>(resolve => {
    tcp.once('close', () => {
      isClosed = true
      resolve()
    })
  })
  tcp.on('error', () => {})
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = (chunk: Buffer) => {
        heard = (heard + chunk.toString('latin1')).slice(-4096)
        if (!heard.includes(text)) return
        tcp.off('data', look)
        resolve()
      }
      tcp.on('data', look)
      void closed.then(() => reject(new Error('The connection was refused')))
    })
  tcp.write(
    `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  await says('0{')
  if (token !== null) {
    tcp.write(updateOf(`40/posts,${JSON.stringify({ token })}`))
    await says('40/posts,')
  }
  // What is answered is read, and forgotten.
  tcp.resume()
  return {
    closed,
    isClosed: () => isClosed,
    write: (bytes: Buffer) => tcp.write(bytes),
    destroy: () => void tcp.destroy(),
  }
}
