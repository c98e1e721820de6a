import { once } from 'node:events'
import { request } from 'node:http'
import { io } from 'socket.io-client'
import { beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#config'
import { useApp } from '#support/app/use-app'
import { type Person, person } from '#support/people/people'
import { ask } from '#support/transports/http'
import { next } from '#support/transports/plain-socket'

const known = [
  'https://photos.example',
  'capacitor://localhost',
  'ionic://localhost:8100',
  'tauri://localhost',
  'app://obsidian.md',
]

const app = useApp({ env: { CORS_ORIGINS: known.join(',') } })
let ann: Person
beforeAll(async () => {
  ann = await person(app, 'ann')
})

const token = () => ann.client.tokens?.accessToken ?? ''

/** The official client as a page of this origin runs it. */
function socketFrom(origin: string, transport: 'polling' | 'websocket') {
  return io(`http://127.0.0.1:${app.port}/posts`, {
    auth: { token: token() },
    transports: [transport],
    extraHeaders: { origin },
    forceNew: true,
    reconnection: false,
  })
}

/** The status of the handshake of a WebSocket. */
async function handshakeFrom(origin: string) {
  const asking = request({
    ...{ host: '127.0.0.1', port: app.port, path: '/socket.io/?EIO=4&transport=websocket' },
    headers: {
      origin,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    },
  })
  asking.end()
  const [answer, socket] = await Promise.race([once(asking, 'upgrade'), once(asking, 'response')])
  socket?.destroy()
  answer.destroy()
  return answer.statusCode
}

describe('a page or app of a known origin', () => {
  it.each(known)('%s may send a preflight and may call', async origin => {
    const before = await ask(app, 'OPTIONS', '/v1/posts', {
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    expect(before).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': origin } })
    const call = await ask(app, 'GET', '/v1/me', { token: token(), headers: { origin } })
    expect(call).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': origin } })
  })

  it.each(known.flatMap(origin => (['polling', 'websocket'] as const).map(way => [origin, way] as const)))(
    '%s may connect by %s',
    async (origin, way) => {
      const socket = socketFrom(origin, way)
      await next(socket, 'connect')
      socket.close()
    },
  )

  it.each(known)('%s is named in the headers when it polls', async origin => {
    const { status, headers } = await ask(app, 'GET', '/socket.io/?EIO=4&transport=polling', { headers: { origin } })
    expect(status).toBe(200)
    expect(headers['access-control-allow-origin']).toBe(origin)
  })
})

describe('any other origin', () => {
  it.each([
    'capacitor://elsewhere',
    'capacitor://localhost:8100',
    'ionic://localhost',
    'tauri://localhost.evil.example',
    'http://localhost',
    'https://localhost',
    'null',
    'https://photos.example.evil.example',
  ])('%s may read nothing and may not connect', async origin => {
    const { headers } = await ask(app, 'GET', '/v1/me', { token: token(), headers: { origin } })
    expect(headers['access-control-allow-origin']).toBeUndefined()
    expect(await ask(app, 'GET', '/socket.io/?EIO=4&transport=polling', { headers: { origin } })).toMatchObject({
      status: 403,
    })
    expect(await handshakeFrom(origin)).toBe(400)
  })
})

describe('CORS_ORIGINS', () => {
  it.each([
    ['capacitor://localhost', 'capacitor://localhost'],
    ['Capacitor://LocalHost/', 'capacitor://localhost'],
    ['ionic://localhost:8100', 'ionic://localhost:8100'],
    ['app://-', 'app://-'],
    ['chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai', 'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai'],
    ['com.example.photos://app', 'com.example.photos://app'],
    ['http://[::1]:5173', 'http://[::1]:5173'],
    ['HTTPS://Photos.Example:443/', 'https://photos.example'],
  ])('reads %s as %s', (given, taken) => {
    expect(readConfig({ CORS_ORIGINS: given }).corsOrigins).toEqual([taken])
  })

  it.each([
    '*',
    'null',
    'capacitor://',
    'capacitor:localhost',
    'capacitor://*',
    'capacitor://localhost/app',
    'capacitor://localhost?a',
    'capacitor://localhost#a',
    'capacitor://user@localhost',
    'capacitor://local host',
    'capacitor://localhost:port',
    'https://*.example.org',
    'file://',
    'file://localhost',
    'data://a',
    'javascript://a',
    'ws://localhost',
    'localhost',
    '//localhost',
  ])('rejects %s with a clear error', given => {
    expect(() => readConfig({ CORS_ORIGINS: given })).toThrow(
      'CORS_ORIGINS must list origins such as https://example.org or capacitor://localhost, separated by commas, without * or paths',
    )
  })
})
