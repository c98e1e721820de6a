import jwt from 'jsonwebtoken'
import { beforeAll, describe, expect, it } from 'vitest'
import { namespaces } from '#contract'
import { startApp, type TestApp, untilTestEnds, useApp } from '#support/app/use-app'
import { anotherDevice, type Person, people } from '#support/people/people'
import { ask } from '#support/transports/http'
import { openRawSocket } from '#support/transports/raw-socket'
import { disconnected, emit, join, socketOf } from '#support/transports/sockets'

const app = useApp()
let ann: Person
let bob: Person
let token: string
beforeAll(async () => {
  ;[ann, bob] = await people(app, ['ann', 'bob'])
  token = ann.client.tokens?.accessToken ?? ''
})

const tokenOf = ({ client }: Person) => client.tokens?.accessToken ?? ''

/** Another access token of the same session, good for so many milliseconds, to whole seconds. */
function tokenFor(milliseconds: number, of = token) {
  const { header, payload } = jwt.decode(of, { complete: true }) as jwt.Jwt
  const exp = Math.ceil((Date.now() + milliseconds) / 1000)
  const [secret = ''] = app.config.jwtSecrets
  return jwt.sign({ ...(payload as jwt.JwtPayload), exp }, secret, { algorithm: 'HS256', keyid: header.kid as string })
}

describe('a connection', () => {
  it('joins all five namespaces over one WebSocket', async () => {
    const raw = await openRawSocket(app)
    for (const namespace of namespaces) await raw.join(namespace, token)
    expect(await raw.emit('users', 1, '["users.me"]')).toMatchObject({ ok: true })
    expect(await raw.emit('feed', 2, '["feed.home"]')).toMatchObject({ ok: true })
    expect(await raw.emit('notifications', 3, '["notifications.unread"]')).toMatchObject({ ok: true })
    expect(await raw.emit('messages', 4, '["conversations.list"]')).toMatchObject({ ok: true })
    expect(await raw.emit('posts', 5, '["feed.home"]')).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })

  it('cannot join the main namespace', async () => {
    const rejected = { data: { code: 'not_found', detail: expect.any(String) } }
    await expect(join(app, '', token)).rejects.toMatchObject(rejected)
  })

  it.each(['admin', 'Posts', 'posts/', 'posts/x', '__proto__', 'constructor', 'user:1', '..', '%2f', 'posts?x=1#y'])(
    'cannot join a namespace that does not exist: /%s',
    async namespace => {
      const raw = await openRawSocket(app)
      raw.write(`40/${namespace},{"token":"${token}"}`)
      expect(await raw.next(`44/${namespace},`)).toContain('Invalid namespace')
    },
  )

  it('gets only errors before it joins', async () => {
    const raw = await openRawSocket(app)
    raw.writeTogether(`40/posts,{"token":"${token}"}`, '42/posts,1["posts.create",{"caption":"Too early"}]')
    await raw.closed
    const { body } = await ask(app, 'GET', '/v1/feed', { token })
    expect(JSON.stringify(body)).not.toContain('Too early')
  })

  it('has no identity of its own: each namespace asks for a token', async () => {
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    for (const payload of ['', '{}', '{"token":null}', '{"token":"x"}']) {
      raw.write(`40/messages,${payload}`)
      expect(await raw.next('44/messages,')).toContain('"code":"unauthenticated"')
    }
    await raw.join('messages', token)
  })

  it('belongs to one session: the token of another user or device is rejected', async () => {
    const device = await anotherDevice(app, ann)
    const raw = await openRawSocket(app)
    await raw.join('posts', token)
    for (const other of [tokenOf(bob), device.tokens?.accessToken]) {
      raw.write(`40/messages,{"token":"${other}"}`)
      expect(await raw.next('44/messages,')).toContain('"code":"conflict"')
    }
    await raw.join('messages', token)
  })

  it('cannot name a room: a client that asks to join one gets an unknown-event error', async () => {
    const socket = await join(app, 'messages', token)
    for (const event of ['join', 'subscribe', 'room', 'leave', 'broadcast', 'to'])
      expect(await emit(socket, event, `user:${bob.id}`)).toMatchObject({ ok: false, error: { code: 'not_found' } })
  })

  it('cannot take over another by its session id', async () => {
    const first = await join(app, 'messages', token)
    const auth = { pid: first.id, offset: '1', sid: first.id, token: 'x' }
    await expect(join(app, 'messages', 'x', { auth })).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    const { sid } = JSON.parse((await ask(app, 'GET', '/socket.io/?EIO=4&transport=polling')).text.slice(1))
    expect(sid).not.toBe(first.id)
  })
})

describe('a session that ends', () => {
  it('is announced before its connection is closed', async () => {
    const own = (await anotherDevice(app, ann)).tokens?.accessToken ?? ''
    const raw = await openRawSocket(app)
    await raw.join('users', own)
    await ask(app, 'POST', '/v1/auth/sign-out', { token: own })
    await raw.closed
    const last = raw.heard().at(-1)
    expect(last).toMatch(/^42\/users,\["connection\.closing",\{"code":"unauthenticated",.*"reason":"ended"/)
  })
})

describe('an origin', () => {
  const open = (origin: string | undefined, transport: string, to: TestApp = app) => {
    const headers = { ...(origin !== undefined && { origin }) }
    const polling = ask(to, 'GET', '/socket.io/?EIO=4&transport=polling', { headers })
    if (transport === 'polling') return polling.then(({ status }) => status === 200)
    const socket = socketOf(to, 'posts', { auth: { token }, extraHeaders: headers })
    return new Promise<boolean>(resolve => {
      socket.once('connect', () => resolve(true))
      socket.once('connect_error', error => resolve('data' in error && error.data !== undefined))
      socket.connect()
    })
  }

  describe.each(['websocket', 'polling'])('over %s', transport => {
    it('that is the server’s own is allowed, and so is a client without one', async () => {
      for (const origin of [undefined, `http://127.0.0.1:${app.port}`]) expect(await open(origin, transport)).toBe(true)
    })

    it.each(['https://evil.example', 'null', 'http://127.0.0.1', 'file://', '*', ''])(
      'that is foreign is rejected before the upgrade: %j',
      async origin => {
        expect(await open(origin, transport)).toBe(false)
      },
    )

    it('that only looks like the server’s own is rejected', async () => {
      const own = `http://127.0.0.1:${app.port}`
      for (const origin of [
        `${own}.evil.example`,
        `${own}@evil.example`,
        `${own}/`,
        `http://evil.example/?${own}`,
        `${own}, ${own}`,
      ])
        expect(await open(origin, transport)).toBe(false)
    })
  })

  it('that is configured is allowed exactly as written', async () => {
    const other = untilTestEnds(await startApp({ env: { CORS_ORIGINS: 'https://photos.example' } }))
    expect(await open('https://photos.example', 'polling', other)).toBe(true)
    for (const origin of ['http://photos.example', 'https://photos.example.evil', 'https://xphotos.example', 'null'])
      expect(await open(origin, 'polling', other)).toBe(false)
  })
})

describe('a token that expires', () => {
  it('closes every socket of the connection within five seconds', async () => {
    const short = tokenFor(500)
    const expiry = Number((jwt.decode(short) as jwt.JwtPayload).exp) * 1000
    const socket = await join(app, 'posts', short)
    const reason = await disconnected(socket)
    expect(reason).toBe('transport close')
    expect(Date.now()).toBeGreaterThanOrEqual(expiry)
    expect(Date.now()).toBeLessThan(expiry + 5000)
    await expect(join(app, 'posts', short)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
  })

  it('closes nothing when it is renewed in time, on any namespace for all of them', async () => {
    const raw = await openRawSocket(app)
    const short = tokenFor(1000)
    await raw.join('posts', short)
    await raw.join('messages', short)
    expect(await raw.emit('messages', 1, `["session.renew",{"token":"${token}"}]`)).toEqual({ ok: true, data: {} })
    const watched = await join(app, 'posts', tokenFor(1000))
    await disconnected(watched)
    expect(
      await raw.emit('posts', 2, '["posts.unwatch",{"postId":"01990a4e-7c00-7000-8000-000000000020"}]'),
    ).toMatchObject({
      ok: true,
    })
  })

  it('is announced on every namespace before it is closed', async () => {
    const raw = await openRawSocket(app)
    const short = tokenFor(500)
    for (const namespace of ['posts', 'messages']) await raw.join(namespace, short)
    await raw.closed
    const told = raw.heard().filter(message => message.includes('connection.closing'))
    expect(told.map(message => message.slice(0, message.indexOf(',')))).toEqual(['42/posts', '42/messages'])
    for (const message of told) expect(message).toMatch(/"code":"unauthenticated",.*"reason":"expired"/)
  })

  it('may be replaced by a shorter one, and then ends sooner', async () => {
    const socket = await join(app, 'posts', token)
    expect(await emit(socket, 'session.renew', { token: tokenFor(500) })).toMatchObject({ ok: true })
    await disconnected(socket)
  })

  it('can be renewed only by a valid token of the same session', async () => {
    const socket = await join(app, 'posts', token)
    const device = await anotherDevice(app, ann)
    for (const other of [device.tokens?.accessToken, tokenOf(bob)])
      expect(await emit(socket, 'session.renew', { token: other })).toMatchObject({ error: { code: 'conflict' } })
    const bad = ['', 'x', null, 7, {}, [token], tokenFor(-5000), ann.client.tokens?.refreshToken]
    for (const other of bad)
      expect(await emit(socket, 'session.renew', { token: other })).toMatchObject({
        error: { code: 'unauthenticated' },
      })
    for (const payload of [undefined, null, 'x', 7, [], [{ token }]])
      expect(await emit(socket, 'session.renew', payload)).toMatchObject({ error: { code: 'unauthenticated' } })
    expect(await emit(socket, 'session.renew', { token })).toMatchObject({ ok: true })
  })
})
