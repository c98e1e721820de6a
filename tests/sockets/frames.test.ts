import { connect } from 'node:net'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { useApp } from '#support/app/use-app'
import { anotherDevice, type Person, people } from '#support/people/people'
import { ask } from '#support/transports/http'
import { openRawSocket, type RawSocket } from '#support/transports/raw-socket'
import { emit, join } from '#support/transports/sockets'

const app = useApp()
let ann: Person
let token: string
let bobs: string
let postId: string
beforeAll(async () => {
  const [first, bob] = await people(app, ['ann', 'bob'])
  ann = first
  token = ann.client.tokens?.accessToken ?? ''
  bobs = bob.client.tokens?.accessToken ?? ''
  postId = (await ann.client.call('posts.create', { caption: 'Hello' })).id
})

const joined = async () => {
  const raw = await openRawSocket(app)
  await raw.join('posts', token)
  return raw
}
const isServed = async (raw: RawSocket, packetId = 999) =>
  expect(await raw.emit('posts', packetId, `["posts.get",{"postId":"${postId}"}]`)).toMatchObject({ ok: true })

describe('a packet that is malformed closes its connection and no other', () => {
  it.each<[string, (raw: RawSocket) => void]>([
    ['no packet of Engine.IO', raw => raw.write('9hello')],
    ['an empty frame', raw => raw.write('')],
    ['no packet of Socket.IO', raw => raw.write('49')],
    ['an event that is no list', raw => raw.write('42/posts,{"a":1}')],
    ['an event that is no JSON', raw => raw.write('42/posts,["posts.get"')],
    ['an event with nothing', raw => raw.write('42/posts,[]')],
    ['an acknowledgement that is no list', raw => raw.write('43/posts,1{}')],
    ['a connect with a list', raw => raw.write('40/feed,[]')],
    ['a connect with a text', raw => raw.write('40/feed,"x"')],
    ['a connect to where it is already', raw => raw.write(`40/posts,{"token":"${token}"}`)],
    ['a connect error', raw => raw.write('44/posts,{"message":"x"}')],
    ['a disconnect with a payload', raw => raw.write('41/posts,{}')],
    ['an event to a namespace that was not joined', raw => raw.write('42/feed,1["feed.home",{}]')],
    ['an event to a namespace that does not exist', raw => raw.write('42/admin,1["x"]')],
    ['an event to the main namespace', raw => raw.write('421["posts.get",{}]')],
    ['bytes out of turn', raw => raw.write(new Uint8Array(8))],
    ['attachments beyond measure', raw => raw.write('451000000000-/posts,1["x",{"_placeholder":true,"num":0}]')],
    ['attachments below nothing', raw => raw.write('45-1-/posts,1["x"]')],
    ['attachments in words', raw => raw.write('45two-/posts,1["x"]')],
    ['attachments in no number', raw => raw.write('45/posts,1["x"]')],
    ['1,000 attachments', raw => raw.write('451000-/posts,1["x"]')],
    [
      'a text where bytes are due',
      raw => raw.writeTogether('451-/posts,1["x",{"_placeholder":true,"num":0}]', '42/posts,["x"]'),
    ],
    [
      'an attachment by an inherited name',
      raw => raw.writeTogether('451-/posts,1["x",{"_placeholder":true,"num":"__proto__"}]', new Uint8Array(8)),
    ],
    [
      'an attachment that was not sent',
      raw => raw.writeTogether('451-/posts,1["x",{"_placeholder":true,"num":7}]', new Uint8Array(8)),
    ],
    [
      'an attachment with a depth of 100,000',
      raw => raw.writeTogether(`451-/posts,1["x",${'['.repeat(1e5)}${']'.repeat(1e5)}]`, new Uint8Array(8)),
    ],
  ])('%s', async (_, send) => {
    const [raw, other] = await Promise.all([joined(), joined()])
    send(raw)
    await raw.closed
    await isServed(other)
  })
})

describe('a frame that is malformed closes its connection and no other', () => {
  it.each<[string, (raw: RawSocket) => void]>([
    ['one without a mask', raw => raw.write('42/posts,["x"]', { masked: false })],
    ['one of an unknown kind', raw => raw.write('x', { opcode: 3 })],
    ['a control frame of an unknown kind', raw => raw.write('x', { opcode: 11 })],
    ['one with a reserved bit', raw => raw.write('42/posts,["x"]', { reserved: 0x40 })],
    ['a continuation of nothing', raw => raw.write('x', { opcode: 'continuation' })],
    ['a ping of 200 bytes', raw => raw.write('x'.repeat(200), { opcode: 'ping' })],
    ['a ping in pieces', raw => raw.write('x', { opcode: 'ping', final: false })],
    ['a close with half a code', raw => raw.write('x', { opcode: 'close' })],
    ['a close with a code that nobody may send', raw => raw.write(Buffer.from([0x03, 0xed]), { opcode: 'close' })],
    ['text that is no UTF-8', raw => raw.write(Buffer.from([0x34, 0x32, 0xff, 0xfe]), { opcode: 'text' })],
    [
      'a length of 2^63',
      raw => raw.writeBytes(Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
    ],
    [
      'a length beyond what is taken',
      raw => raw.writeBytes(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff])),
    ],
    [
      'pieces that are too long together',
      raw => {
        raw.write('4'.repeat(1e6), { final: false })
        raw.write('2'.repeat(1e6), { opcode: 'continuation' })
      },
    ],
    ['no WebSocket at all', raw => raw.writeBytes(Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))],
  ])('%s', async (_, send) => {
    const [raw, other] = await Promise.all([joined(), joined()])
    send(raw)
    await raw.closed
    await isServed(other)
  })

  it('and one that is only unusual does not', async () => {
    const raw = await joined()
    raw.write('', { opcode: 'ping' })
    raw.write('42/posts,7["posts', { final: false })
    raw.write('.get",{"postId":', { opcode: 'continuation', final: false })
    raw.write('', { opcode: 'continuation', final: false })
    raw.write(`"${postId}"}]`, { opcode: 'continuation' })
    expect(await raw.next('43/posts,7[')).toContain('"ok":true')
    raw.write('42/posts,')
    raw.write('42/posts,8')
    expect(await raw.next('43/posts,8[')).toContain('not_found')
    for (const known of ['3', '6', '0{"sid":"x"}']) raw.write(known)
    await isServed(raw)
  })
})

describe('many frames', () => {
  it('of one byte each are accepted without delaying others', async () => {
    const [raw, other] = await Promise.all([joined(), joined()])
    const piece = Buffer.from([0x00, 0x81, 0, 0, 0, 0, 0x20])
    raw.write('42/posts,7["posts.get",', { final: false })
    raw.writeBytes(Buffer.concat(Array(20_000).fill(piece)))
    raw.write(`{"postId":"${postId}"}]`, { opcode: 'continuation' })
    await isServed(other)
    // It is either assembled or rejected as too many pieces; nobody else notices.
    await Promise.race([raw.next('43/posts,7[').catch(() => null), raw.closed])
  })

  it('that join one namespace at once join it once', async () => {
    const raw = await openRawSocket(app)
    // The node has yet to look up the session, so all of them wait for that.
    const fresh = (await anotherDevice(app, ann)).tokens?.accessToken ?? ''
    raw.writeTogether(...Array(30).fill(`40/posts,${JSON.stringify({ token: fresh })}`))
    await raw.next('40/posts,{"sid"')
    for (let rejected = 1; rejected < 30; rejected++) expect(await raw.next('44/posts,')).toContain('"code":"conflict"')
    await isServed(raw)
    raw.write('41/posts,')
    await raw.join('posts', fresh)
    await isServed(raw, 1000)
  })

  it('with calls all get responses, in order within one conversation', async () => {
    const raw = await openRawSocket(app)
    await raw.join('messages', token)
    const name = (await ask(app, 'GET', '/v1/me', { token: bobs })).body.username
    const opened = await ask(app, 'POST', '/v1/conversations', { token, body: { usernames: [name] } })
    const send = (n: number) => `42/messages,${n}["messages.send",{"conversationId":"${opened.body.id}","text":"${n}"}]`
    raw.writeTogether(...Array.from({ length: 50 }, (_, n) => send(n + 1)))
    for (let n = 1; n <= 50; n++) expect(await raw.next(`43/messages,${n}[`)).toContain(`"seq":${n},`)
  })
})

describe('polling', () => {
  const poll = (query: string, method = 'GET', body?: string) =>
    ask(app, method, `/socket.io/?${query}`, { body, headers: { 'content-type': 'text/plain;charset=UTF-8' } })
  const open = async () => {
    const { text } = await poll('EIO=4&transport=polling')
    const { sid } = JSON.parse(text.slice(1))
    return `EIO=4&transport=polling&sid=${sid}`
  }

  it.each([
    'EIO=3&transport=polling',
    'EIO=99&transport=polling',
    'transport=polling',
    'EIO=4',
    'EIO=4&transport=__proto__',
    'EIO=4&transport=constructor',
    'EIO=4&transport=polling&transport=websocket',
    'EIO=4&transport=polling&sid=none',
    'EIO=4&transport=polling&sid=__proto__',
    'EIO=4&transport=websocket',
  ])('of an unsupported kind is rejected: %s', async query => {
    expect((await poll(query)).status).toBe(400)
  })

  it('by other methods is not found on an open connection, and ends nothing', async () => {
    const line = await open()
    for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']) {
      expect((await poll('EIO=4&transport=polling', method)).status).toBe(400)
      expect((await poll(line, method)).status).toBe(404)
    }
    expect((await poll(line, 'POST', '3')).status).toBe(200)
  })

  it('twice at once closes that connection', async () => {
    const line = await open()
    const answers = await Promise.all([poll(line), poll(line)])
    expect(answers.map(answer => answer.status)).toContain(400)
    expect((await poll(line)).status).toBe(400)
  })

  it('with a body that is not a packet closes that connection', async () => {
    const line = await open()
    await poll(line, 'POST', 'hello')
    expect((await poll(line)).status).toBe(400)
  })

  it('with a body over the limit is rejected while it arrives', async () => {
    const line = await open()
    expect((await poll(line, 'POST', `4${'2'.repeat(3_000_000)}`)).status).toBe(413)
  })

  it('carries a whole conversation with the official client', async () => {
    const socket = await join(app, 'posts', token, { transports: ['polling'] })
    expect(await emit(socket, 'posts.get', { postId })).toMatchObject({ ok: true })
    expect(await emit(socket, 'posts.like', { postId })).toMatchObject({ ok: true, data: { liked: true } })
  })
})

describe('an upgrade', () => {
  const upgrade = (path: string, more = '') =>
    new Promise<string>(resolve => {
      const tcp = connect(app.port, '127.0.0.1')
      onTestFinished(() => void tcp.destroy())
      tcp.on('error', () => {})
      tcp.once('data', data => resolve(data.toString('latin1').slice(0, 12)))
      tcp.once('close', () => resolve('closed'))
      tcp.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${more}\r\n`,
      )
    })

  it('reaches only the sockets', async () => {
    const elsewhere = [
      '/',
      '/v1/me',
      '/docs',
      '/socket.io/?EIO=4&transport=websocket&sid=none',
      '/socket.io/?transport=x',
    ]
    for (const answer of await Promise.all(elsewhere.map(path => upgrade(path))))
      expect(answer).not.toBe('HTTP/1.1 101')
    expect(await upgrade('/socket.io/?EIO=4&transport=websocket')).toBe('HTTP/1.1 101')
  })

  it('with a thousand extensions or protocols is harmless', async () => {
    const many = Array(300).fill('permessage-deflate').join(', ')
    const outcome = await upgrade('/socket.io/?EIO=4&transport=websocket', `Sec-WebSocket-Extensions: ${many}\r\n`)
    expect(['HTTP/1.1 101', 'HTTP/1.1 400', 'closed']).toContain(outcome)
    await upgrade('/socket.io/?EIO=4&transport=websocket', 'Sec-WebSocket-Protocol: ,,,\r\n')
    await isServed(await joined())
  })
})
