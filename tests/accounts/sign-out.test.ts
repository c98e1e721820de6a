import { describe, expect, it } from 'vitest'
import { namespaces, type Tokens } from '#contract'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { connectBeside } from '#support/database/connect-beside'
import { invalidate } from '#support/database/invalidate'
import { until } from '#support/events/next-event'
import { markEnded } from '#support/people/change-session'
import { anotherDevice, person } from '#support/people/people'
import { signUpAt } from '#support/people/sign-ups'
import { photo } from '#support/photos/photo'
import { ask, askSlowly } from '#support/transports/http'
import { disconnected, join } from '#support/transports/sockets'

const app = useApp()

const me = (token: string) => ask(app, 'GET', '/v1/me', { token })
const post = (path: string, token: string) => ask(app, 'POST', `/v1/auth/${path}`, { token })
const refresh = ({ refreshToken }: Tokens) => ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken } })
const denied = { status: 401, body: { code: 'unauthenticated' } }

/** Somebody on two devices. */
async function twoDevices() {
  const ann = await person(app, 'ann')
  const second = await anotherDevice(app, ann)
  return { ann, mine: ann.client.tokens as Tokens, others: second.tokens as Tokens }
}

/** As another node ends a session: all that reaches this one is the row. */
const endElsewhere = async (sessionId: string) => {
  await markEnded(app, sessionId)
  await invalidate(app, 'session', sessionId)
}

describe('signing out', () => {
  it('stops the access token and the refresh token at once', async () => {
    const { mine } = await twoDevices()
    expect(await me(mine.accessToken)).toMatchObject({ status: 200 })
    expect(await post('sign-out', mine.accessToken)).toMatchObject({ status: 200, body: {} })
    expect(await me(mine.accessToken)).toMatchObject(denied)
    expect(await post('sign-out', mine.accessToken)).toMatchObject(denied)
    expect(await refresh(mine)).toMatchObject(denied)
    await expect(join(app, 'posts', mine.accessToken)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
  })

  it('closes the open sockets of every namespace', async () => {
    const { mine } = await twoDevices()
    const sockets = await Promise.all(namespaces.map(namespace => join(app, namespace, mine.accessToken)))
    const closed = Promise.all(sockets.map(disconnected))
    await post('sign-out', mine.accessToken)
    expect(await closed).toEqual(namespaces.map(() => 'transport close'))
  })

  it('leaves the other device as it is', async () => {
    const { mine, others } = await twoDevices()
    const socket = await join(app, 'posts', others.accessToken)
    await post('sign-out', mine.accessToken)
    expect(await me(others.accessToken)).toMatchObject({ status: 200 })
    expect(await refresh(others)).toMatchObject({ status: 200 })
    expect(await socket.emitWithAck('posts.unwatch', { postId: '01990a4e-7c00-7000-8000-000000000020' })).toMatchObject(
      {
        ok: true,
      },
    )
  })

  it('works in the middle of a sign-up', async () => {
    const { accessToken } = await signUpAt(app, 'profile')
    expect(await post('sign-out', accessToken)).toMatchObject({ status: 200 })
    expect(await post('skip-photo', accessToken)).toMatchObject(denied)
  })

  it('many times at once succeeds every time', async () => {
    const { mine } = await twoDevices()
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('sign-out', mine.accessToken)))
    for (const { status } of answers) expect([200, 401]).toContain(status)
    expect(await me(mine.accessToken)).toMatchObject(denied)
  })
})

describe('signing out everywhere', () => {
  it('ends every session and closes every socket of the account and of no other', async () => {
    const { ann, mine, others } = await twoDevices()
    const bob = await person(app, 'bob')
    const bobs = await join(app, 'posts', bob.client.tokens?.accessToken)
    const sockets = await Promise.all([mine, others].map(tokens => join(app, 'users', tokens.accessToken)))
    const closed = Promise.all(sockets.map(disconnected))
    expect(await post('sign-out-all', mine.accessToken)).toMatchObject({ status: 200, body: {} })
    await closed
    for (const tokens of [mine, others]) {
      expect(await me(tokens.accessToken)).toMatchObject(denied)
      expect(await refresh(tokens)).toMatchObject(denied)
    }
    expect(bobs.connected).toBe(true)
    expect(await me(bob.client.tokens?.accessToken ?? '')).toMatchObject({ status: 200 })
    expect((await anotherDevice(app, ann)).session.signedIn).toBe(true)
  })
})

describe('a session that another node ends', () => {
  it('loses its sockets and its token within a second', async () => {
    const { mine, others } = await twoDevices()
    const [socket, kept] = await Promise.all([mine, others].map(tokens => join(app, 'feed', tokens.accessToken)))
    const closed = socket && disconnected(socket)
    const began = performance.now()
    await endElsewhere(mine.refreshToken.split('.')[0] as string)
    await closed
    expect(performance.now() - began).toBeLessThan(1000)
    expect(kept?.connected).toBe(true)
    expect(await me(mine.accessToken)).toMatchObject(denied)
    expect(await me(others.accessToken)).toMatchObject({ status: 200 })
  })

  it('loses its token within a second even when no notice arrives', async () => {
    const { mine } = await twoDevices()
    expect(await me(mine.accessToken)).toMatchObject({ status: 200 })
    await markEnded(app, mine.refreshToken.split('.')[0])
    await until(
      () => me(mine.accessToken),
      answer => answer.status === 401,
      1100,
    )
  })
})

describe('a call that begins before the end of a session', () => {
  it('is rejected when its body or photo is complete only afterwards', async () => {
    const { mine, others } = await twoDevices()
    const { accessToken: token } = mine
    const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    const form = Buffer.concat([Buffer.from(part), await photo(), Buffer.from('\r\n--x--\r\n')])
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' }
    const begun = [
      askSlowly(app, 'POST', '/v1/posts', { token, body: { caption: 'Too late' } }),
      askSlowly(app, 'POST', '/v1/media', { token, body: form, headers: multipart }),
      askSlowly(app, 'PUT', '/v1/me/photo', { token, body: form, headers: multipart }),
    ]
    await Promise.all(begun.map(one => one.isTaken))
    await post('sign-out', token)
    // As long as a session is believed.
    await new Promise(resolve => setTimeout(resolve, 1000))
    for (const { end } of begun) end()
    for (const { answered } of begun) expect(await answered).toMatchObject(denied)
    expect((await me(others.accessToken)).body).toMatchObject({ counts: { posts: 0 }, photo: null })
  })

  it('is not carried out when it is still queued on its connection', async () => {
    const { ann, mine } = await twoDevices()
    const bob = await person(app, 'bob')
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    const socket = await join(app, 'messages', mine.accessToken)
    const closed = disconnected(socket)
    const beside = untilTestEnds(await connectBeside(app.databaseUrl))
    await beside.query('begin')
    await beside.query(`select 1 from conversation where id = '${conversationId}' for update`)
    for (const text of ['One', 'Two', 'Three', 'Four']) socket.emit('messages.send', { conversationId, text })
    await until(
      () => app.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
      waiting => waiting.length > 0,
    )
    await post('sign-out', mine.accessToken)
    await beside.query('rollback')
    await closed
    const { items } = await bob.client.call('messages.list', { conversationId })
    // The first was under way.
    expect(items.map(message => message.text)).toEqual(['One'])
  })
})

describe('a socket that joins while its session ends', () => {
  it('is rejected when the session ends between its lookup and the response', async () => {
    const { mine } = await twoDevices()
    await new Promise(resolve => setTimeout(resolve, 1000))
    await app.query('alter table session rename to slow_session')
    await app.query('create view session as select slow_session.* from slow_session, pg_sleep(1.2)')
    try {
      const joining = join(app, 'posts', mine.accessToken)
      joining.catch(() => {})
      await until(
        () => app.query(`select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`),
        asking => asking.length > 0,
      )
      await app.query('update slow_session set ended_at = now() where id = ?', [mine.refreshToken.split('.')[0]])
      await invalidate(app, 'session', mine.refreshToken.split('.')[0] ?? '')
      await expect(joining).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    } finally {
      await app.query('drop view session')
      await app.query('alter table slow_session rename to session')
    }
  })

  it('is rejected or closed within a second, at whatever moment it joins', async () => {
    const ann = await person(app, 'ann')
    const devices = await Promise.all(Array.from({ length: 20 }, () => anotherDevice(app, ann)))
    const rounds = devices.map(async (device, i) => {
      const token = device.tokens?.accessToken ?? ''
      const [socket] = await Promise.all([
        join(app, 'posts', token).catch(() => null),
        new Promise(resolve => setTimeout(resolve, i)).then(() => post('sign-out', token)),
      ])
      await until(
        async () => socket?.connected ?? false,
        connected => !connected,
        1000,
      )
    })
    await Promise.all(rounds)
  })
})
