import type { IncomingMessage } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { type RawRequest, waitsForContinue } from './request-body.ts'

/** How much of a body is still read after an error response, before the connection is closed. */
export type Bounds = { totalMs: number; stillMs: number; bytes: number; requests: number }
const bounds: Bounds = { totalMs: 30_000, stillMs: 5_000, bytes: 256 * 1024 * 1024, requests: 200 }

/**
 * A lingering close: after an error response, reads and discards the rest of the body. Many clients read no response before
 * they have sent everything, and lose it if the connection is closed. The response is complete at once by its length; the
 * connection is closed after the body, or when the body exceeds the bounds.
 */
export function lingering({ requests, ...each }: Bounds = bounds): MiddlewareHandler {
  let open = 0
  return async (c, next) => {
    await next()
    const { incoming } = c.env as RawRequest
    if (!isArriving(incoming)) return
    c.header('Connection', 'close')
    // A client that waits for `100 Continue` sends no body.
    const sendsNothing = waitsForContinue(incoming) && !incoming.readableDidRead
    if (c.res.status < 400 || sendsNothing || open >= requests) return
    const response = new Uint8Array(await c.res.arrayBuffer())
    open += 1
    const discarded = discard(incoming, each).finally(() => {
      open -= 1
    })
    let isSent = false
    const body = new ReadableStream({
      async pull(controller) {
        if (isSent) await discarded
        if (isSent) return controller.close()
        isSent = true
        controller.enqueue(response)
      },
    })
    c.header('Content-Length', String(response.length))
    c.res = new Response(body, c.res)
  }
}

/** Whether a part of the request's body is still to come. */
function isArriving({ complete, headers }: IncomingMessage) {
  return !complete && (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined)
}

/** Resolves when the body ends or exceeds the bounds. */
function discard(incoming: IncomingMessage, { totalMs, stillMs, bytes }: Omit<Bounds, 'requests'>): Promise<void> {
  return new Promise(resolve => {
    let read = 0
    const total = setTimeout(done, totalMs)
    const still = setTimeout(done, stillMs)
    const onData = (chunk: Buffer) => {
      still.refresh()
      read += chunk.length
      if (read > bytes) done()
    }
    function done() {
      clearTimeout(total)
      clearTimeout(still)
      incoming.off('data', onData).off('end', done).off('close', done)
      resolve()
    }
    incoming.on('error', () => {})
    incoming.on('data', onData).on('end', done).on('close', done)
    incoming.resume()
  })
}
