import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Line = Awaited<ReturnType<typeof openLine>>

/**
 * A proxy to a port of this machine that a test can cut (open connections break, and new ones fail until it is
 * mended) or hold (nothing passes in either direction until it continues, and nothing is lost).
 */
export async function openLine(port: number) {
  const open = new Set<Socket>()
  let isCut = false
  let isHeld = false
  let rejected = 0
  const server = createServer(near => {
    if (isCut) {
      rejected += 1
      return near.destroy()
    }
    const far = connect(port, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
      if (isHeld) socket.pause()
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const own = (server.address() as AddressInfo).port
  const cut = () => {
    isCut = true
    for (const socket of open) socket.destroy()
  }
  return {
    port: own,
    url: `http://127.0.0.1:${own}`,
    cut,
    /** How many connections were rejected. */
    rejected: () => rejected,
    mend() {
      isCut = false
    },
    hold() {
      isHeld = true
      for (const socket of open) socket.pause()
    },
    goOn() {
      isHeld = false
      for (const socket of open) socket.resume()
    },
    async close() {
      cut()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
