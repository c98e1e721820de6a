import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { ApiError } from '#core/pipeline/errors'
import { type Pace, readBody } from '#http/request-body'
import { untilTestEnds } from '#support/app/use-app'
import { rawRequest } from '#support/transports/forms'

const pace: Pace = { stillMs: 1500, windowMs: 2000, windowBytes: 600 }

/** A server that reads one body at a pace, and says how that ended. */
async function openReader(pace: Pace, take: (chunk: Buffer) => Promise<void> | void = () => {}) {
  let settle = (_: string) => {}
  const outcome = new Promise<string>(resolve => {
    settle = resolve
  })
  const server = createServer(async (incoming, outgoing) => {
    const said = await readBody({ incoming, outgoing }, take, pace).then(
      () => 'taken',
      error => (error instanceof ApiError ? `${error.code}: ${error.message}` : String(error)),
    )
    settle(said)
    outgoing.end(said)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  untilTestEnds({ close: () => void server.closeAllConnections() })
  untilTestEnds({ close: () => void server.close() })
  return { port: (server.address() as AddressInfo).port, outcome }
}

const head = (length: number) => `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`

/** Sends so many bytes at each beat until the server has answered. */
async function sendSteadily(port: number, length: number, { bytes, everyMs }: { bytes: number; everyMs: number }) {
  const { socket, write, answer } = rawRequest({ port })
  await write(head(length))
  let left = length
  const beat = setInterval(() => {
    const now = Math.min(left, bytes)
    if (now > 0 && socket.writable) socket.write(Buffer.alloc(now, 'x'))
    left -= now
  }, everyMs)
  const said = await answer
  clearInterval(beat)
  return said
}

it('a body that takes longer than the stall limit is accepted while it keeps coming', async () => {
  const { port } = await openReader(pace)
  expect(await sendSteadily(port, 5000, { bytes: 200, everyMs: 100 })).toMatch(/taken$/)
})

it.each([
  ['before its first byte', 0],
  ['after some of it', 100],
  ['before its last byte', 4999],
])('a body that stalls %s gets an error that says so', async (_, sent) => {
  const { port } = await openReader(pace)
  const { write, answer } = rawRequest({ port })
  await write(head(5000))
  await write(Buffer.alloc(sent, 'x'))
  expect(await answer).toContain('invalid: The body stalled: nothing of it arrived for 1.5 seconds.')
})

it('a body that trickles in gets an error that says so, although it never stalls', async () => {
  const { port } = await openReader(pace)
  expect(await sendSteadily(port, 5000, { bytes: 1, everyMs: 50 })).toContain('invalid: The body arrived too slowly')
})

it('a small body that ends before the rate is measured is accepted however slowly it comes', async () => {
  const { port } = await openReader(pace)
  expect(await sendSteadily(port, 5, { bytes: 1, everyMs: 100 })).toMatch(/taken$/)
})

it('the time in which the server is busy with a body does not count against the client', async () => {
  let busy = () => new Promise<void>(resolve => setTimeout(resolve, 2500))
  const { port } = await openReader(pace, () => {
    const now = busy()
    busy = () => Promise.resolve()
    return now
  })
  expect(await sendSteadily(port, 3000, { bytes: 1500, everyMs: 10 })).toMatch(/taken$/)
})

it('the consumer of a chunk has finished before the body is given up', async () => {
  const order: string[] = []
  let isTaking = () => {}
  const began = new Promise<void>(resolve => {
    isTaking = resolve
  })
  let goOn = () => {}
  const { port, outcome } = await openReader(pace, async () => {
    isTaking()
    await new Promise<void>(resolve => {
      goOn = resolve
    })
    order.push('taken')
  })
  const { write, socket } = rawRequest({ port })
  await write(head(5000))
  await write('x')
  await began
  socket.destroy()
  const ended = outcome.then(said => order.push(said))
  setTimeout(() => goOn(), 100)
  await ended
  expect(order).toEqual(['taken', 'invalid: body ended before it was complete'])
})

it('a body that `take` rejects is read no further, and its error is thrown', async () => {
  let chunks = 0
  const { port } = await openReader(pace, async () => {
    chunks += 1
    throw new ApiError('too_large', 'No more of this.')
  })
  expect(await sendSteadily(port, 5000, { bytes: 1000, everyMs: 20 })).toContain('too_large: No more of this.')
  expect(chunks).toBe(1)
})
