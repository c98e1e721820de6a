import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '#client'
import { lingering } from '#http/linger'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { type Person, person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import { filePart, formHead, formOf, formType, rawRequest } from '#support/transports/forms'

const app = useApp()
let ann: Person
let token: string
const large = Buffer.alloc(40_000_000, 'x')
beforeAll(async () => {
  ann = await person(app, 'ann')
  token = ann.client.tokens?.accessToken ?? ''
})

/** Sends a whole body without reading, as simple clients do; then reads the response. */
async function sendBlindly(method: string, path: string, headers: string[], body: Buffer) {
  const { socket, write, answer } = rawRequest(app)
  let failed = ''
  socket.on('error', error => {
    failed = String(error)
  })
  socket.pause()
  await write(`${method} ${path} HTTP/1.1\r\nHost: x\r\n${headers.join('\r\n')}\r\n\r\n`)
  for (let at = 0; at < body.length && !failed; at += 1_000_000) await write(body.subarray(at, at + 1_000_000))
  socket.resume()
  return { failed, text: await answer }
}

describe('a client that sends a whole body before it reads gets its response when', () => {
  const form = formOf([filePart(large)])
  const json = Buffer.from(JSON.stringify({ caption: 'x'.repeat(20_000_000) }))
  const bearer = (of: string) => `Authorization: Bearer ${of}`
  const length = (body: Buffer) => `Content-Length: ${body.length}`
  const ofForm = `Content-Type: ${formType}`
  const ofJson = 'Content-Type: application/json'

  it.each<[string, number, string, () => string[], Buffer]>([
    ['a photo is too large', 413, 'POST /v1/media', () => [bearer(token), ofForm, length(form)], form],
    ['a profile photo is too large', 413, 'PUT /v1/me/photo', () => [bearer(token), ofForm, length(form)], form],
    ['a photo comes with a dead token', 401, 'POST /v1/media', () => [bearer('dead'), ofForm, length(form)], form],
    ['a photo comes without a token', 401, 'POST /v1/media', () => [ofForm, length(form)], form],
    [
      'a photo is no form',
      415,
      'POST /v1/media',
      () => [bearer(token), 'Content-Type: image/jpeg', length(form)],
      form,
    ],
    [
      'a photo is none',
      415,
      'POST /v1/media',
      () => [bearer(token), ofForm, length(form.subarray(0, 20_000_000))],
      form.subarray(0, 20_000_000),
    ],
    ['JSON is too large', 413, 'POST /v1/posts', () => [bearer(token), ofJson, length(json)], json],
    ['JSON comes with a dead token', 401, 'POST /v1/posts', () => [bearer('dead'), ofJson, length(json)], json],
    ['JSON for a sign-in is too large', 413, 'POST /v1/auth/sign-in', () => [ofJson, length(json)], json],
    ['there is no such path', 404, 'POST /v1/nowhere', () => [ofJson, length(json)], json],
  ])('%s', async (_, status, route, headers, body) => {
    const [method = '', path = ''] = route.split(' ')
    const { failed, text } = await sendBlindly(method, path, headers(), body)
    expect([failed, text.slice(0, 12)]).toEqual(['', `HTTP/1.1 ${status}`])
    expect(text).toMatch(/connection: close/i)
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, detail: expect.any(String) })
  })

  it('it announces no length', async () => {
    const { socket, write, answer } = rawRequest(app)
    socket.pause()
    await write(formHead(token, 'Transfer-Encoding: chunked'))
    for (let at = 0; at < form.length; at += 1_000_000) {
      const piece = form.subarray(at, at + 1_000_000)
      await write(Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]))
    }
    await write('0\r\n\r\n')
    socket.resume()
    expect(await answer).toMatch(/^HTTP\/1.1 415 /)
  })
})

it.each([
  ['too large a photo', () => token, 413],
  ['a photo with a dead token', () => 'dead', 401],
])('the response to %s reaches fetch, time after time', async (_, by, status) => {
  for (let i = 0; i < 5; i += 1) {
    const body = new FormData()
    body.append('file', new File([large], 'a.jpg'))
    const headers = { authorization: `Bearer ${by()}` }
    const response = await fetch(`http://127.0.0.1:${app.port}/v1/media`, { method: 'POST', body, headers })
    expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ status })])
  }
})

it('a client that reads while it sends has the whole response before its body ends', async () => {
  const { socket, write } = rawRequest(app)
  const answered = once(socket, 'data')
  await write(formHead('dead', 'Content-Length: 1000000'))
  const [data] = (await answered) as [Buffer]
  const [head = '', body = ''] = data.toString().split('\r\n\r\n')
  expect(Number(/content-length: (\d+)/i.exec(head)?.[1])).toBe(Buffer.byteLength(body))
  socket.destroy()
})

describe('a rejected body is still read', () => {
  /** A server that rejects everything, with bounds of its own. */
  async function openRefuser(bounds: Parameters<typeof lingering>[0]) {
    const refuser = new Hono()
    refuser.use(lingering(bounds))
    refuser.all('*', c => c.json({ detail: 'No.' }, 401))
    const server = serve({ fetch: refuser.fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false })
    await once(server, 'listening')
    untilTestEnds({ close: () => void server.close() })
    return { port: (server.address() as AddressInfo).port }
  }
  const roomy = { totalMs: 20_000, stillMs: 20_000, bytes: 1e9, requests: 10 }
  const head = (length: number) => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`

  it('for a limited time, however steadily it comes', async () => {
    const { port } = await openRefuser({ ...roomy, totalMs: 300 })
    const { socket, write, answer } = rawRequest({ port })
    await write(head(1_000_000))
    const beat = setInterval(() => socket.writable && socket.write('x'), 20)
    expect(await answer).toMatch(/^HTTP\/1.1 401 /)
    clearInterval(beat)
  })

  it('until it stalls', async () => {
    const { port } = await openRefuser({ ...roomy, stillMs: 200 })
    const { write, answer } = rawRequest({ port })
    await write(head(1_000_000))
    expect(await answer).toMatch(/^HTTP\/1.1 401 /)
  })

  it('for a limited number of bytes', async () => {
    const { port } = await openRefuser({ ...roomy, bytes: 100_000 })
    const { write, answer, socket } = rawRequest({ port })
    await write(head(1_000_000))
    const closed = once(socket, 'close')
    await write(Buffer.alloc(200_000))
    await closed
    expect(await answer).toMatch(/^HTTP\/1.1 401 |^$/)
  })

  it('for a limited number of requests at once, while others get a response and are closed', async () => {
    const { port } = await openRefuser({ ...roomy, requests: 1 })
    const first = rawRequest({ port })
    const answered = once(first.socket, 'data')
    await first.write(head(1_000_000))
    await answered
    const second = rawRequest({ port })
    await second.write(head(1_000_000))
    expect(await second.answer).toMatch(/^HTTP\/1.1 401 /)
    expect(first.socket.destroyed).toBe(false)
    await first.write(Buffer.alloc(1_000_000))
    expect(await first.answer).toMatch(/^HTTP\/1.1 401 /)
  })
})

describe('the client', () => {
  /** A client that counts what it sends. */
  function counting(client = ann.client) {
    const sent: string[] = []
    const counted = createClient({
      url: `http://127.0.0.1:${app.port}`,
      tokens: client.tokens,
      fetch: (input, init) => {
        sent.push(`${init?.method ?? 'GET'} ${new URL(String(input)).pathname}`)
        return fetch(input, init)
      },
    })
    untilTestEnds(counted)
    return { client: counted, sent }
  }

  it('does not send a photo that is too large', async () => {
    const { client, sent } = counting()
    const file = new File([Buffer.alloc(25 * 1024 * 1024 + 1)], 'a.jpg')
    await expect(client.upload(file)).rejects.toMatchObject({ code: 'too_large', status: 413 })
    await expect(client.setPhoto(file)).rejects.toMatchObject({ code: 'too_large' })
    expect(sent).toEqual([])
  })

  it('does not send a rejected photo again', async () => {
    const { client, sent } = counting()
    await expect(client.upload(fileOf(Buffer.from('Dear diary')))).rejects.toMatchObject({ code: 'unsupported_media' })
    await expect(client.upload(fileOf(await photo()), { altText: 'x'.repeat(1001) })).rejects.toMatchObject({
      code: 'invalid',
    })
    expect(sent).toEqual(['POST /v1/media', 'POST /v1/media'])
  })

  it('sends a photo once with an ended session, and reports it', async () => {
    const bob = await person(app, 'bob')
    const { client, sent } = counting(bob.client)
    await bob.client.call('auth.signOut', {})
    await expect(client.upload(fileOf(await photo()))).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(sent.filter(each => each === 'POST /v1/media')).toHaveLength(1)
  })

  it('retries a short outage itself, and leaves a longer one to the user', async () => {
    const answers = [1, 30].map(async retryAfter => {
      let count = 0
      const server = createServer((incoming, outgoing) => {
        incoming.resume()
        incoming.on('end', () => {
          count += 1
          outgoing.writeHead(503, { 'content-type': 'application/problem+json' })
          outgoing.end(JSON.stringify({ code: 'unavailable', detail: 'Later.', retryAfter }))
        })
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      untilTestEnds({ close: () => void server.close() })
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const client = untilTestEnds(createClient({ url, tokens: ann.client.tokens }))
      await expect(client.upload(fileOf(await photo()))).rejects.toMatchObject({ code: 'unavailable', retryAfter })
      return count
    })
    expect(await Promise.all(answers)).toEqual([3, 1])
  })
})
