import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { anotherDevice, type Person, people } from '#support/people/people'
import { ask } from '#support/transports/http'
import { openRawPolling } from '#support/transports/raw-polling'
import { openRawSocket } from '#support/transports/raw-socket'
import { join } from '#support/transports/sockets'

let ann: Person
let bob: Person
let second: string
// Three connections for a person and five for an address, times two.
const app = useApp({
  env: {
    RATE_LIMIT_SCALE: '2',
    MAX_CONNECTIONS_PER_USER: '3',
    MAX_CONNECTIONS_PER_ADDRESS: '5',
    TRUST_PROXY: '1',
  },
  async prepare(wide) {
    ;[ann, bob] = await people(wide, ['ann', 'bob'])
    second = (await anotherDevice(wide, ann)).tokens?.accessToken ?? ''
  },
})

const tokenOf = ({ client }: Person) => client.tokens?.accessToken ?? ''
let made = 0
/** An address that nobody has connected from yet. */
const freshAddress = () => `198.51.100.${++made}`
const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } })

describe('connections of one user', () => {
  const open = (token: string) =>
    join(app, 'posts', token, { extraHeaders: { 'x-forwarded-for': freshAddress() }, transports: ['websocket'] })

  it('are limited over all sessions with an error that says when to retry, while others may connect', async () => {
    const six = await Promise.all([0, 1, 2, 3, 4, 5].map(n => open(n % 2 ? tokenOf(ann) : second)))
    for (const token of [tokenOf(ann), second]) {
      await expect(open(token)).rejects.toMatchObject({
        data: { code: 'rate_limited', detail: 'You may have at most 6 connections.', retryAfter: expect.any(Number) },
      })
    }
    await open(tokenOf(bob))
    // One that ends makes room for another.
    six[0]?.disconnect()
    await until(
      () =>
        open(tokenOf(ann)).then(
          () => true,
          () => false,
        ),
      isOpen => isOpen,
    )
  })

  it('count once, however many namespaces they join, and however often', async () => {
    const raw = await openRawSocket(app, from(freshAddress()))
    for (const namespace of ['feed', 'posts', 'messages', 'notifications', 'users'])
      await raw.join(namespace, tokenOf(bob))
    for (let n = 0; n < 10; n++) {
      raw.write('41/feed,')
      await raw.emit('users', n, '["users.me"]')
      await raw.join('feed', tokenOf(bob))
    }
    await open(tokenOf(bob))
  })

  it('are counted when they are opened all at once', async () => {
    const opened = await Promise.allSettled(Array.from({ length: 20 }, () => open(tokenOf(bob))))
    expect(opened.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(6)
  })
})

describe('connections from one address', () => {
  const handshake = (address: string) =>
    ask(app, 'GET', '/socket.io/?EIO=4&transport=polling', { headers: { 'x-forwarded-for': address } })
  const tooMany = {
    code: 'rate_limited',
    status: 429,
    title: 'Too many requests',
    detail: 'At most 10 connections may be open from one address.',
    retryAfter: 30,
  }

  /** What a handshake of a WebSocket is answered with: the head and the body. */
  const upgrade = (address: string) =>
    new Promise<string>(resolve => {
      const tcp = connect(app.port, '127.0.0.1')
      onTestFinished(() => void tcp.destroy())
      let heard = ''
      tcp.on('error', () => {})
      tcp.on('data', data => {
        heard += data.toString('latin1')
      })
      tcp.once('close', () => resolve(heard))
      tcp.write(
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nX-Forwarded-For: ${address}\r\n\r\n`,
      )
    })

  it('are limited before sign-in, over polling with a problem document', async () => {
    const address = freshAddress()
    for (let n = 0; n < 10; n++) expect((await handshake(address)).status).toBe(200)
    const rejected = await handshake(address)
    expect(rejected).toMatchObject({ status: 429, body: tooMany })
    expect(rejected.headers).toMatchObject({ 'content-type': 'application/problem+json', 'retry-after': '30' })
    expect((await handshake(freshAddress())).status).toBe(200)
  })

  it('are limited before sign-in, over WebSocket with a problem document', async () => {
    const address = freshAddress()
    const open = await Promise.all(Array.from({ length: 10 }, () => openRawSocket(app, from(address))))
    const answer = await upgrade(address)
    expect(answer).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/)
    expect(answer).toContain('\r\nRetry-After: 30\r\n')
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject(tooMany)
    // One that ends makes room for another, also when it breaks without a word.
    open[0]?.destroy()
    await until(
      () =>
        openRawSocket(app, from(address)).then(
          () => true,
          () => false,
        ),
      isOpen => isOpen,
    )
  })

  it('count once when they upgrade from polling to WebSocket', async () => {
    const address = freshAddress()
    const headers = { 'x-forwarded-for': address }
    const sockets = []
    for (let n = 0; n < 10; n++)
      sockets.push(
        await join(app, 'posts', n < 5 ? tokenOf(ann) : tokenOf(bob), {
          transports: ['polling', 'websocket'],
          extraHeaders: headers,
        }).catch(() => null),
      )
    expect((await handshake(address)).status).toBe(429)
  })

  it('are counted by the /64 of an IPv6 address', async () => {
    for (let n = 0; n < 10; n++) expect((await handshake(`2001:db8:0:7::${n}`)).status).toBe(200)
    expect((await handshake('2001:db8:0:7:ffff::1')).status).toBe(429)
    expect((await handshake('2001:db8:0:8::1')).status).toBe(200)
  })

  it('cannot be increased by a forged address', async () => {
    const address = freshAddress()
    for (let n = 0; n < 10; n++) expect((await handshake(`203.0.113.${n}, ${address}`)).status).toBe(200)
    expect((await handshake(`203.0.113.99, ${address}`)).status).toBe(429)
  })

  it('do not keep a session from continuing', async () => {
    const address = freshAddress()
    const polling = await openRawPolling(app, from(address))
    for (let n = 0; n < 9; n++) await handshake(address)
    expect((await handshake(address)).status).toBe(429)
    expect((await polling.post('40/users,{}')).status).toBe(200)
    expect((await polling.poll()).text).toContain('"code":"unauthenticated"')
  })
})
