import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { openRawSocket } from '#support/transports/raw-socket'

const app = useApp()

/** Sends a request with exactly these headers, then another without any, on the same connection. */
async function askTwice(method: string, path: string, headers: readonly string[], body = '') {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const first = await ask(agent, method, path, headers, body)
  const second = await ask(agent, 'GET', '/healthz')
  agent.destroy()
  return { ...first, second: second.status, isSame: second.isSame }
}

function ask(agent: Agent, method: string, path: string, headers: readonly string[] = [], body = '') {
  const lines = [`Host: 127.0.0.1:${app.port}`, ...headers].flatMap(header => header.split(/: ?/, 2))
  return new Promise<{ status: number | undefined; text: string; isSame: boolean }>((resolve, reject) => {
    const asking = request({ agent, host: '127.0.0.1', port: app.port, method, path, headers: lines })
    asking.once('error', reject)
    asking.once('response', async answer => {
      resolve({ status: answer.statusCode, text: await text(answer), isSame: asking.reusedSocket })
    })
    asking.end(body)
  })
}

const h2c = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__']
const handshake = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==']
const webSocket = ['Connection: Upgrade', 'Upgrade: websocket', ...handshake]

describe('an offer to upgrade to anything but a WebSocket of Socket.IO is ignored', () => {
  it.each([
    ['h2c, as curl and Java offer it', '/healthz', h2c, 200],
    ['h2c in capitals', '/healthz', ['CONNECTION: UPGRADE', 'UPGRADE: H2C'], 200],
    ['TLS', '/healthz', ['Connection: Upgrade', 'Upgrade: TLS/1.0'], 200],
    ['several protocols in one header', '/healthz', ['Connection: Upgrade', 'Upgrade: h2c, IRC/6.9, websocket'], 200],
    ['several headers', '/healthz', ['Connection: Upgrade', 'Upgrade: h2c', 'Upgrade: websocket'], 200],
    ['an unknown protocol', '/healthz', ['Connection: Upgrade', 'Upgrade: !'], 200],
    ['nothing', '/healthz', ['Connection: Upgrade', 'Upgrade:'], 200],
    ['a WebSocket on another path', '/healthz', webSocket, 200],
    ['a WebSocket on a path that only begins alike', '/socket.iox', webSocket, 404],
    ['a WebSocket without a slash at the end', '/socket.io?EIO=4&transport=websocket', webSocket, 404],
    ['h2c on an address of the API', '/v1/me', h2c, 401],
    ['h2c on an address that is public', '/openapi.json', h2c, 200],
    ['h2c on the documentation', '/docs', h2c, 200],
    ['h2c on polling', '/socket.io/?EIO=4&transport=polling', h2c, 200],
    ['h2c and a WebSocket on polling', '/socket.io/?EIO=4&transport=polling', [...h2c, 'Upgrade: websocket'], 200],
  ] as const)('%s', async (_, path, headers, status) => {
    const answer = await askTwice('GET', path, headers)
    expect(answer).toMatchObject({ status, second: 200, isSame: true })
  })

  it.each([
    ['with a length', 'Content-Length: 42'],
    ['in chunks', 'Transfer-Encoding: chunked'],
  ])('the body of a request that offers h2c is read, %s', async (_, header) => {
    const body = JSON.stringify({ login: 'nobody', password: 'a-password' })
    expect(body).toHaveLength(42)
    const headers = [...h2c, 'Content-Type: application/json', header]
    const answer = await askTwice('POST', '/v1/auth/sign-in', headers, body)
    expect(answer).toMatchObject({ status: 401, second: 200, isSame: true })
    expect(answer.text).toContain('"code":"unauthenticated"')
  })

  it('for a hundred requests at once on separate connections', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => askTwice('GET', '/healthz', h2c)))
    expect(answers.map(answer => answer.status)).toEqual(answers.map(() => 200))
  })
})

/** Sends bytes on a connection of their own; returns the statuses of what comes back until the server closes it. */
async function send(...lines: string[]) {
  const socket = connect(app.port, '127.0.0.1')
  socket.write(lines.join('\r\n'))
  return [...(await text(socket)).matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(found => Number(found[1]))
}

it('a WebSocket of Socket.IO is upgraded, whatever the case of its headers', async () => {
  await openRawSocket(app)
  const upgrading = request({
    ...{ host: '127.0.0.1', port: app.port, path: '/socket.io/?EIO=4&transport=websocket' },
    headers: [
      'HOST',
      'a',
      'connection',
      'upgrade',
      'UPGRADE',
      'WebSocket',
      ...handshake.flatMap(line => line.split(': ')),
    ],
  })
  const upgraded = once(upgrading, 'upgrade')
  upgrading.end()
  const [answer, socket] = await upgraded
  socket.destroy()
  expect(answer.statusCode).toBe(101)
})

it.each([
  ['POST', 'POST /socket.io/?EIO=4&transport=websocket'],
  ['an unknown transport', 'GET /socket.io/?EIO=4&transport=pigeon'],
  ['an unknown session', 'GET /socket.io/?EIO=4&transport=websocket&sid=unknown'],
])('a WebSocket of Socket.IO with %s is rejected with status 400', async (_, line) => {
  expect(await send(`${line} HTTP/1.1`, 'Host: a', ...webSocket, '', '')).toEqual([400])
})

describe('an invalid request', () => {
  it.each([
    ['the preface of HTTP/2', ['PRI * HTTP/2.0', '', 'SM', '', '']],
    ['the first bytes of TLS', ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03']],
    ['the first line of SSH', ['SSH-2.0-OpenSSH_9.6', '']],
    ['a version that there is not', ['GET /healthz HTTP/9.9', 'Host: a', '', '']],
    ['a request without a host', ['GET /healthz HTTP/1.1', '', '']],
    [
      'a length and chunks at once',
      ['POST /v1/me HTTP/1.1', 'Host: a', 'Content-Length: 3', 'Transfer-Encoding: chunked', '', '0', '', ''],
    ],
    ['two lengths', ['POST /v1/me HTTP/1.1', 'Host: a', 'Content-Length: 3', 'Content-Length: 4', '', 'abcd']],
  ])('%s: status 400, then closed', async (_, lines) => {
    expect(await send(...lines)).toEqual([400])
  })

  it('a tunnel through a proxy: status 405, then closed', async () => {
    expect(await send('CONNECT example.org:443 HTTP/1.1', 'Host: example.org:443', '', '')).toEqual([405])
  })

  it('headers of more than 16 kB: status 431, then closed', async () => {
    expect(await send('GET /healthz HTTP/1.1', 'Host: a', `X-Long: ${'a'.repeat(20_000)}`, '', '')).toEqual([431])
  })

  it('does not keep others from being served', async () => {
    expect(await send('GET /healthz HTTP/1.1', 'Host: a', 'Connection: close', '', '')).toEqual([200])
  })
})
