import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type HeldLine = Awaited<ReturnType<typeof heldLine>>

/** A line to a port that a test can hold up: nothing gets through, in either direction, until it goes on; nothing is lost. */
export async function heldLine(port: number) {
  const open = new Set<Socket>()
  let isHeld = false
  const server = createServer(near => {
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
  return {
    port: (server.address() as AddressInfo).port,
    hold() {
      isHeld = true
      for (const socket of open) socket.pause()
    },
    goOn() {
      isHeld = false
      for (const socket of open) socket.resume()
    },
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
