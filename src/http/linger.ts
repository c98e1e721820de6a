import type { IncomingMessage } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { type RawRequest, waitsForContinue } from './request-body.ts'

/** What is still read of a body after it was refused; beyond that the connection is closed. */
export type Bounds = { totalMs: number; stillMs: number; bytes: number; requests: number }
const bounds: Bounds = { totalMs: 30_000, stillMs: 5_000, bytes: 256 * 1024 * 1024, requests: 200 }

/**
 * Answers a request that is refused while its body still comes, and reads on, throwing away what it reads: many clients
 * read no answer before they have sent everything, and a connection that is closed under their hands loses it. The answer
 * is whole by its length at once; the connection is closed after the body, or where it goes beyond the bounds.
 */
export function lingering({ requests, ...each }: Bounds = bounds): MiddlewareHandler {
  let open = 0
  return async (c, next) => {
    await next()
    const { incoming } = c.env as RawRequest
    if (!isComing(incoming)) return
    c.header('Connection', 'close')
    // Who waits to be asked for the body sends none of it.
    const sendsNothing = waitsForContinue(incoming) && !incoming.readableDidRead
    if (c.res.status < 400 || sendsNothing || open >= requests) return
    const answer = new Uint8Array(await c.res.arrayBuffer())
    open += 1
    const thrownAway = throwAway(incoming, each).finally(() => {
      open -= 1
    })
    let isGiven = false
    const body = new ReadableStream({
      async pull(controller) {
        if (isGiven) await thrownAway
        if (isGiven) return controller.close()
        isGiven = true
        controller.enqueue(answer)
      },
    })
    c.header('Content-Length', String(answer.length))
    c.res = new Response(body, c.res)
  }
}

/** Whether the request has a body of which a part is still on its way. */
function isComing({ complete, headers }: IncomingMessage) {
  return !complete && (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined)
}

/** Resolves when the body has come to its end or goes beyond the bounds. */
function throwAway(incoming: IncomingMessage, { totalMs, stillMs, bytes }: Omit<Bounds, 'requests'>): Promise<void> {
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
