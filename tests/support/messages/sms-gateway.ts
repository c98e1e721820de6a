import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export type ReceivedText = {
  headers: IncomingHttpHeaders
  body: { id: string; to: string; from?: string; text: string }
}
type Reply = { status: number; headers?: Record<string, string>; never?: true }

/** A real gateway for text messages on loopback, and what was posted to it. `replies` come in turn, then 202. */
export async function startSmsGateway(...replies: Reply[]) {
  const received: ReceivedText[] = []
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: (await json(request)) as ReceivedText['body'] })
    const { status, headers, never } = replies.shift() ?? { status: 202 }
    if (!never) response.writeHead(status, headers).end('a body that says to +441632960001')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages` }
}
