import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError, invalid } from '#core/pipeline/errors'

/** Node's own request and response. */
export type RawRequest = { incoming: IncomingMessage; outgoing: ServerResponse }

/** How slowly a body may arrive: it is ended if nothing arrives for `stillMs`, or less than `windowBytes` in a window. */
export type Pace = { stillMs: number; windowMs: number; windowBytes: number }
const pace: Pace = { stillMs: 30_000, windowMs: 60_000, windowBytes: 60 * 1024 }

/** Whether the client sends its body only after `100 Continue`. */
export const waitsForContinue = ({ headers }: IncomingMessage) => /^100-continue$/i.test(headers.expect ?? '')

/** Throws for a compressed body: none is decompressed. */
export function rejectCoding({ headers }: IncomingMessage) {
  const coding = headers['content-encoding'] ?? 'identity'
  if (coding.toLowerCase() !== 'identity')
    throw new ApiError('unsupported_media', `The body must not be compressed; its Content-Encoding is ${coding}.`)
  const transfer = headers['transfer-encoding'] ?? 'chunked'
  if (transfer.toLowerCase() !== 'chunked')
    throw new ApiError('unsupported_media', `The body must not be compressed; its Transfer-Encoding is ${transfer}.`)
}

/**
 * Passes the body to `take`, chunk by chunk, each when the previous one is done. Rejects with what `take` throws, or with
 * `invalid` if the body ends early or arrives too slowly; it is not read further then.
 */
export function readBody(
  { incoming, outgoing }: RawRequest,
  take: (chunk: Buffer) => void | Promise<void>,
  { stillMs, windowMs, windowBytes }: Pace = pace,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    let taking: Promise<void> | null = null
    let isOver = false
    const still = setTimeout(() => (taking ? still.refresh() : end(reject, stalled(stillMs))), stillMs)
    // While a chunk is being taken, the server is slow, not the client.
    let arrived = 0
    let heldMs = 0
    const slow = setInterval(() => {
      if (!taking && arrived < windowBytes * (1 - heldMs / windowMs)) end(reject, tooSlow(windowBytes, windowMs))
      arrived = 0
      heldMs = 0
    }, windowMs)

    const onData = (chunk: Buffer) => {
      still.refresh()
      arrived += chunk.length
      try {
        taking = take(chunk) ?? null
        if (taking) void hold(taking)
      } catch (error) {
        end(reject, error)
      }
    }
    async function hold(promise: Promise<void>) {
      const began = performance.now()
      incoming.pause()
      try {
        await promise
        taking = null
        heldMs += performance.now() - began
        still.refresh()
        if (incoming.readableEnded) onEnd()
        else if (!isOver) incoming.resume()
      } catch (error) {
        taking = null
        end(reject, error)
      }
    }
    const onEnd = () => taking || end(() => resolve())
    const onClose = () => incoming.readableEnded || end(reject, invalid({ body: 'ended before it was complete' }))

    function end(settle: (reason?: unknown) => void, reason?: unknown) {
      if (isOver) return
      isOver = true
      clearTimeout(still)
      clearInterval(slow)
      incoming.off('data', onData).off('end', onEnd).off('close', onClose)
      if (!incoming.readableEnded) incoming.pause()
      // Cleaning up waits for the chunk that is still being taken.
      const settled = () => settle(reason)
      if (taking) taking.then(settled, settled)
      else settled()
    }

    if (incoming.readableEnded) return onEnd()
    if (incoming.destroyed) return onClose()
    // A broken connection shows in `close`; its error says nothing more.
    incoming.on('error', () => {})
    incoming.on('end', onEnd).on('close', onClose).on('data', onData)
    if (waitsForContinue(incoming)) outgoing.writeContinue()
  })
}

const seconds = (ms: number) => `${Math.round(ms / 100) / 10} seconds`

const stalled = (stillMs: number) =>
  new ApiError('invalid', `The body stalled: nothing of it arrived for ${seconds(stillMs)}.`, {
    fields: { body: `stalled for ${seconds(stillMs)}` },
  })

const tooSlow = (bytes: number, ms: number) =>
  new ApiError('invalid', `The body arrived too slowly: fewer than ${bytes} bytes arrived within ${seconds(ms)}.`, {
    fields: { body: 'arrived too slowly' },
  })
