import { setTimeout as wait } from 'node:timers/promises'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { io } from 'socket.io-client'
import { frameOf, openRawConnection } from './raw-connection.ts'

type Flood = (url: string, token: string, signal: AbortSignal) => Promise<object>

const payload = Array(467_000).fill('40').join('\x1e')
const connects = Buffer.concat(Array<Buffer>(100_000).fill(frameOf('40')))

/** Each runs until its signal aborts, and returns what it did. A thread of its own keeps it from delaying the readers. */
export const floods: Record<string, Flood> = {
  /** Before sign-in, ten at once: a request with 1.4 MB of connects each. */
  pollingConnects: (url, _, signal) =>
    tenTimes(signal, async () => {
      const opened = await fetch(`${url}/socket.io/?EIO=4&transport=polling`)
      const { sid } = JSON.parse((await opened.text()).slice(1))
      const posted = await fetch(`${url}/socket.io/?EIO=4&transport=polling&sid=${sid}`, {
        method: 'POST',
        body: payload,
      })
      await posted.arrayBuffer()
    }),
  /** Before sign-in, ten at once: 100,000 frames each. */
  webSocketConnects: (url, _, signal) =>
    tenTimes(signal, async () => {
      const connection = await openRawConnection(url, null)
      connection.write(connects)
      await connection.closed
    }),
  events: (url, token, signal) =>
    fiveThousandASecond(url, token, signal, n => `42/posts,${n}["posts.get",{"postId":"${crypto.randomUUID()}"}]`),
  unknownEvents: (url, token, signal) =>
    fiveThousandASecond(url, token, signal, n => `42/posts,${n}["nothing.known",{}]`),
  renewals: (url, token, signal) =>
    fiveThousandASecond(url, token, signal, n => `42/posts,${n}["session.renew",{"token":"${token}"}]`),
  /** One user, all at once; accepted connections stay open. */
  sockets1500: async (url, token, signal) => {
    const options = { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false }
    const sockets = Array.from({ length: 1500 }, () => io(`${url}/posts`, options))
    await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
    const joined = sockets.filter(socket => socket.connected).length
    for (const socket of sockets) socket.close()
    return { joined }
  },
}

async function tenTimes(signal: AbortSignal, once: () => Promise<void>) {
  let times = 0
  const again = async () => {
    while (!signal.aborted) {
      await once().catch(() => wait(10))
      times += 1
    }
  }
  await Promise.all(Array.from({ length: 10 }, again))
  return { times }
}

/** From one socket at a time: when it is closed or rejected, from another. */
async function fiveThousandASecond(url: string, token: string, signal: AbortSignal, packet: (n: number) => string) {
  const packets = Buffer.concat(Array.from({ length: 50 }, (_, n) => frameOf(packet(n))))
  let sent = 0
  let connections = 0
  while (!signal.aborted) {
    const connection = await openRawConnection(url, token).catch(() => null)
    if (connection === null) {
      await wait(10)
      continue
    }
    connections += 1
    let next = performance.now()
    while (!signal.aborted && !connection.isClosed()) {
      connection.write(packets)
      sent += 50
      next += 10
      await wait(Math.max(0, next - performance.now()))
    }
    connection.destroy()
  }
  return { sent, connections }
}

if (!isMainThread) {
  const { name, url, token } = workerData as { name: string; url: string; token: string }
  const stop = new AbortController()
  parentPort?.once('message', () => stop.abort())
  parentPort?.postMessage(await floods[name]?.(url, token, stop.signal))
}
