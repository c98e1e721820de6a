import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'

type Fetch = (request: Request, env: object) => Response | Promise<Response>

/** Listens; a slow sender of headers or of a body is cut off. Rejects with a sentence where the port is taken. */
export async function listen(fetch: Fetch, { host, port }: { host: string; port: number }) {
  const http = await new Promise<HttpServer>((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port, overrideGlobalObjects: false }, () =>
      resolve(server),
    ) as HttpServer
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} on ${host} is taken by another program: set PORT to a free one, or to 0 for any.`
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error)
    })
    server.headersTimeout = 15_000
    server.requestTimeout = 150_000
    server.keepAliveTimeout = 65_000
  })
  return { http, port: (http.address() as AddressInfo).port }
}

/** The address a request comes from: of the connection, or what the last so many trusted proxies wrote. */
export function addressBehind(proxies: number, forwarded: string | undefined, socketAddress: string | undefined) {
  const hops = (forwarded ?? '').split(',').map(hop => hop.trim())
  const address = proxies > 0 ? hops.at(-proxies) : undefined
  return address || socketAddress || 'unknown'
}
