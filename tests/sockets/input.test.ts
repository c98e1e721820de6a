import type { Socket } from 'socket.io-client'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { type Person, people } from '#support/people/people'
import { ackOf, openRawSocket } from '#support/transports/raw-socket'
import { disconnected, emit, join } from '#support/transports/sockets'

const app = useApp()
let ann: Person
let bob: Person
let token: string
let postId: string
let socket: Socket
beforeAll(async () => {
  ;[ann, bob] = await people(app, ['ann', 'bob'])
  token = ann.client.tokens?.accessToken ?? ''
  postId = (await ann.client.call('posts.create', { caption: 'Hello' })).id
})
beforeEach(async () => {
  socket = await join(app, 'posts', token)
})

const rejected = (code: string, fields?: object) => ({
  ok: false,
  error: { code, detail: expect.any(String), ...(fields && { fields }) },
})
const said = expect.any(String)
/** The same socket is still served. */
const goesOn = async () =>
  expect(await emit(socket, 'posts.get', { postId })).toMatchObject({ ok: true, data: { id: postId } })
/** The connection of another user is still served. */
const othersGoOn = async () => {
  const other = await join(app, 'posts', bob.client.tokens?.accessToken)
  expect(await emit(other, 'posts.get', { postId })).toMatchObject({ ok: true })
}

describe('an event', () => {
  it.each([
    ...[
      '',
      ' ',
      'posts',
      'posts.',
      '.get',
      'posts.get ',
      'POSTS.GET',
      'posts.nothing',
      'feed.home',
      'auth.signIn',
      'media.upload',
    ],
    ...[
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'hasOwnProperty',
      'error',
      'message',
      'ping',
      'join',
      'leave',
      'end',
      'close',
    ],
    ...['post.activity', 'log.head', 'server.moving', '\0', '\ud800', '💥', '*', '{}', '$emit'],
  ])('unknown to the namespace is not found: %j', async event => {
    expect(await emit(socket, event, { postId })).toMatchObject(rejected('not_found'))
    await goesOn()
  })

  it('with a name of 60 kB is not found, and the name is not sent back', async () => {
    const answer = await emit(socket, 'x'.repeat(60_000))
    expect(answer).toMatchObject(rejected('not_found'))
    expect(answer.error?.detail.length).toBeLessThan(200)
  })

  it('that the client library reserves closes that connection only', async () => {
    for (const event of ['disconnect', 'disconnecting', 'connect', 'connect_error', 'newListener', 'removeListener']) {
      const raw = await openRawSocket(app)
      await raw.join('posts', token)
      raw.write(`42/posts,1["${event}"]`)
      await raw.closed
    }
    await goesOn()
  })

  it.each(['7', '0', '-1', '1e999', '12345678901234567890'])('named by the number %s is not found', async number => {
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    expect(await raw.emit('posts', 1, `[${number},{}]`)).toMatchObject(rejected('not_found'))
    expect(await raw.emit('posts', 2, `["posts.get",{"postId":"${postId}"}]`)).toMatchObject({ ok: true })
  })

  it.each(['{}', '[]', 'null', 'true', '["posts.get"]', '{"toString":"posts.get"}'])(
    'named by %s closes that connection only',
    async name => {
      const raw = await openRawSocket(app)
      await raw.join('posts', token)
      raw.write(`42/posts,1[${name},{}]`)
      await raw.closed
      await goesOn()
    },
  )
})

describe('the arguments of an event', () => {
  it.each([
    ['of an operation', '"posts.get"'],
    ['that nobody knows', '"nothing.known"'],
    ['that is called like a number', '7'],
  ])('may be 50,000 or 500,000: the event %s is rejected and everybody else is served', async (_, event) => {
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    for (const count of [50_000, 500_000]) {
      const many = `[${event}${',1'.repeat(count)}]`
      raw.write(`42/posts,${many}`)
      expect((await raw.emit('posts', count, many))?.error?.code).toMatch(/^(invalid|too_large)$/)
    }
    expect(await raw.emit('posts', 1, `["posts.get",{"postId":"${postId}"}]`)).toMatchObject({ ok: true })
    await Promise.all([goesOn(), othersGoOn()])
  })

  it('may be fifty: more are rejected as too many, not as too large', async () => {
    expect(await emit(socket, 'posts.get', ...Array(50).fill({ postId }))).toMatchObject(rejected('invalid'))
  })

  it('are one payload: two are rejected', async () => {
    expect(await emit(socket, 'posts.get', { postId }, { postId })).toMatchObject(rejected('invalid'))
    expect(await emit(socket, 'posts.get', { postId }, null)).toMatchObject(rejected('invalid'))
  })

  it('contain no function that the server would call', async () => {
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    for (const fake of ['{"apply":1}', '{"call":{}}', '"function"', '[]', '7']) {
      raw.write(`42/posts,["posts.get",{"postId":"${postId}"},${fake}]`)
    }
    expect(await raw.emit('posts', 9, `["posts.get",{"postId":"${postId}"}]`)).toMatchObject({ ok: true })
  })
})

describe('an acknowledgement', () => {
  it('is optional', async () => {
    const { id } = await ann.client.call('posts.create', { caption: 'Quietly' })
    socket.emit('posts.like', { postId: id })
    socket.emit('posts.like')
    socket.emit('nothing.known', 1, 2, 3)
    // Answers come in order of arrival or later: a like takes no longer than the next one.
    expect(await emit(socket, 'posts.like', { postId: id })).toMatchObject({ ok: true, data: { counts: { likes: 1 } } })
  })

  it('that nobody waits for is ignored', async () => {
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    for (const packet of ['430[]', '43/posts,0[1]', '43/posts,99999999999999999999[1]', '43/posts,1["x"]'].slice(1))
      raw.write(packet)
    expect(await raw.emit('posts', 3, `["posts.get",{"postId":"${postId}"}]`)).toMatchObject({ ok: true })
  })

  it('has the number of its call, however large', async () => {
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    expect(await raw.emit('posts', Number.MAX_SAFE_INTEGER, '["nothing.known"]')).toMatchObject(rejected('not_found'))
  })
})

describe('a payload', () => {
  const bad: [string, unknown][] = [
    ['null', null],
    ['a text', 'x'],
    ['a number', 7],
    ['a list', []],
    ['a list with the field', [{ postId: 'x' }]],
    ['an empty object', {}],
    ['an object with the wrong kind', { postId: 7 }],
    ['an object with an object', { postId: { $ne: null } }],
    ['an object with a list', { postId: ['x'] }],
    ['an object with bytes', { postId: new Uint8Array(16) }],
    ['bytes', new Uint8Array(100)],
    ['an object with null', { postId: null }],
    ['an object with a NUL', { postId: 'a\0b' }],
    ['an object with a lone surrogate', { postId: '\ud800' }],
  ]
  it.each(bad)('is rejected when it is %s', async (_, payload) => {
    expect(await emit(socket, 'posts.get', payload)).toMatchObject(rejected('invalid'))
    await goesOn()
  })

  it('is rejected when it is missing', async () => {
    expect(await emit(socket, 'posts.get')).toMatchObject(rejected('invalid', { postId: said }))
  })

  it('may be missing when nothing is required', async () => {
    const users = await join(app, 'users', token)
    for (const given of [[], [null], [{}], [undefined]])
      expect(await emit(users, 'users.me', ...given)).toMatchObject({ ok: true, data: { id: ann.id } })
    for (const given of [['x'], [7], [[]], [true]])
      expect(await emit(users, 'users.me', ...given)).toMatchObject(rejected('invalid'))
  })

  it('is rejected for a namespace without a log, when the namespace stands for a field', async () => {
    const messages = await join(app, 'messages', token)
    for (const given of [
      [],
      [null],
      ['x'],
      [7],
      [[]],
      [{}],
      [{ seq: '0' }],
      [{ seq: -1 }],
      [{ seq: 0.5 }],
      [{ seq: 0, limit: 501 }],
    ])
      expect(await emit(messages, 'log.since', ...given)).toMatchObject(rejected('invalid'))
    const other = await emit(messages, 'log.since', { seq: 0, stream: 'users' })
    expect(other).toMatchObject({ ok: true, data: { reset: false } })
  })

  it.each(['__proto__', 'constructor', 'prototype'])('pollutes no prototype with a member called %s', async name => {
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    await raw.join('messages', token)
    const inner = `{"polluted":true,"postId":"${postId}","seq":0,"prototype":{"polluted":true}}`
    expect(await raw.emit('posts', 1, `["posts.get",{"${name}":${inner}}]`)).toMatchObject(rejected('invalid'))
    expect(await raw.emit('messages', 2, `["log.since",{"${name}":${inner}}]`)).toMatchObject(rejected('invalid'))
    expect(await raw.emit('posts', 3, `["posts.get",{"postId":"${postId}","${name}":${inner}}]`)).toMatchObject({
      ok: true,
    })
    expect(await raw.emit('posts', 4, `["session.renew",{"${name}":{"token":"${token}"}}]`)).toMatchObject(
      rejected('unauthenticated'),
    )
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('of 10,000 nested %s is rejected or accepted without them', async (_, open, close) => {
    const deep = `${open.repeat(10_000)}${open === '[' ? '' : '1'}${close.repeat(10_000)}`
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    expect(await raw.emit('posts', 1, `["posts.get",{"postId":${deep}}]`)).toMatchObject(rejected('invalid'))
    expect(await raw.emit('posts', 2, `["comments.create",{"postId":"${postId}","text":${deep}}]`)).toMatchObject(
      rejected('invalid'),
    )
    expect((await raw.emit('posts', 3, `["posts.get",{"postId":"${postId}","more":${deep}}]`))?.ok).toBe(true)
  })

  it('keeps texts as they are', async () => {
    const text = `<script>alert(1)</script> ' or 1=1-- $$ % _ \\ {{7*7}} \u202e 👩‍👩‍👧‍👦 \u0085`
    const answer = await emit(socket, 'comments.create', { postId, text })
    expect(answer).toMatchObject({ ok: true, data: { text } })
  })
})

describe('a payload over 64 kB', () => {
  const large = 'x'.repeat(70_000)
  const small = () => `42/posts,2["posts.get",{"postId":"${postId}"}]`
  const tooLarge = (packetId: number) => `42/posts,${packetId}["posts.get",{"postId":"${postId}","more":"${large}"}]`

  it('is rejected in its acknowledgement, and the connection continues', async () => {
    expect(await emit(socket, 'posts.get', { postId, more: large })).toMatchObject(rejected('too_large'))
    expect(await emit(socket, 'nothing.known', large)).toMatchObject(rejected('too_large'))
    expect(await emit(socket, 'posts.get', { postId, more: 'ä'.repeat(40_000) })).toMatchObject(rejected('too_large'))
    expect(await emit(socket, 'posts.get', { postId, more: 'x'.repeat(60_000) })).toMatchObject({ ok: true })
    await goesOn()
  })

  it('is judged by its own size, not by its neighbours', async () => {
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    raw.writeTogether(tooLarge(1), small(), tooLarge(3))
    const [first, second, third] = await Promise.all([1, 2, 3].map(n => raw.next(`43/posts,${n}[`).then(ackOf)))
    expect(first).toMatchObject(rejected('too_large'))
    expect(second).toMatchObject({ ok: true })
    expect(third).toMatchObject(rejected('too_large'))
  })

  it('is rejected with its binary attachments counted', async () => {
    const payload = { postId, more: new Uint8Array(70_000) }
    expect(await emit(socket, 'posts.get', payload)).toMatchObject(rejected('too_large'))
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    raw.writeTogether(
      `451-/posts,1["posts.get",{"postId":"${postId}","more":"${large}","b":{"_placeholder":true,"num":0}}]`,
      new Uint8Array(1),
    )
    expect(await raw.next('43/posts,1[').then(ackOf)).toMatchObject(rejected('too_large'))
  })

  it('is rejected over polling as well', async () => {
    const polling = await join(app, 'posts', token, { transports: ['polling'] })
    const answers = await Promise.all([
      emit(polling, 'posts.get', { postId, more: large }),
      emit(polling, 'posts.get', { postId }),
      emit(polling, 'posts.get', { postId, more: large }),
    ])
    expect(answers.map(answer => answer.error?.code ?? 'ok')).toEqual(['too_large', 'ok', 'too_large'])
  })

  it('of 3 MB ends that connection only', async () => {
    const other = await join(app, 'posts', token)
    const closed = disconnected(other)
    other.emit('posts.get', { postId, more: 'x'.repeat(3_000_000) })
    await closed
    await Promise.all([goesOn(), othersGoOn()])
  })

  it('of 3 MB in one request ends that connection only, over polling', async () => {
    const polling = await join(app, 'posts', token, { transports: ['polling'] })
    const closed = disconnected(polling)
    polling.emit('posts.get', { postId, more: 'x'.repeat(3_000_000) })
    await closed
    await Promise.all([goesOn(), othersGoOn()])
  })
})
