import { connect } from 'node:net'

/**
 * A persistent connection that sends a request and waits for the response. Node's own client costs as much as the measured
 * server, so this one only finds the end of a response with a length.
 */
export async function openHttpConnection(url: string) {
  const { hostname, port, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  let received = ''
  let settle: (status: number) => void = () => {}
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    received += chunk
    const head = received.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1])
    if (received.length < head + 4 + length) return
    const status = Number(received.slice(9, 12))
    received = ''
    settle(status)
  })
  const send = (method: string, path: string, rest: string) =>
    new Promise<void>((resolve, reject) => {
      settle = status => (status === 200 ? resolve() : reject(new Error(`${path} returned ${status}`)))
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n${rest}`)
    })
  return {
    get: (path: string, token: string) => send('GET', path, `Authorization: Bearer ${token}\r\n\r\n`),
    /** A request without a body. */
    send: (method: string, path: string, token: string) =>
      send(method, path, `Authorization: Bearer ${token}\r\nContent-Length: 0\r\n\r\n`),
    post(path: string, body: object) {
      const text = JSON.stringify(body)
      const head = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}`
      return send('POST', path, `User-Agent: bench\r\n${head}\r\n\r\n${text}`)
    },
    close: () => socket.destroy(),
  }
}
