import jwt from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'
import { createClient, type HeliographClient } from '#client'
import type { Tokens } from '#contract'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { anotherDevice, clientOf, password, people } from '#support/people/people'
import { signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp()

describe("the client's session", () => {
  it('is renewed once for all calls that find its token expired', async () => {
    const [ann] = await people(app, ['ann'])
    const kept: (Tokens | null)[] = []
    const client = counting({ ...ann.client.tokens!, accessToken: lasting(ann.client.tokens!, -1) }, kept)
    await Promise.all([client.call('users.me', {}), client.call('feed.home', {}), client.call('users.me', {})])
    expect(client.refreshes()).toBe(1)
    expect(kept).toEqual([client.tokens])
  })

  it('is renewed before its token expires', async () => {
    const [ann] = await people(app, ['ann'])
    const soon = new Date(Date.now() + 30_000).toISOString()
    const client = counting({ ...ann.client.tokens!, accessExpiresAt: soon })
    await client.call('users.me', {})
    expect(client.refreshes()).toBe(1)
    await client.call('users.me', {})
    expect(client.refreshes()).toBe(1)
  })

  it('takes over tokens that another tab has renewed', async () => {
    const [ann] = await people(app, ['ann'])
    const mine = ann.client.tokens!
    const { tokens: newer } = await ann.client.call('auth.refresh', { refreshToken: mine.refreshToken })
    let stored: Tokens = { ...mine, accessToken: lasting(mine, -1) }
    const client = counting(() => stored)
    stored = newer
    await client.call('users.me', {})
    expect(client.refreshes()).toBe(0)
    expect(client.tokens).toEqual(newer)
  })

  it('keeps the tokens that another tab renews twice while its own response is on its way', async () => {
    const [ann] = await people(app, ['ann'])
    const mine = ann.client.tokens!
    let stored: Tokens | null = { ...mine, accessToken: lasting(mine, -1) }
    const other = async () => {
      const { refreshToken } = stored!
      stored = (await clientOf(app).call('auth.refresh', { refreshToken })).tokens
    }
    const client = untilTestEnds(
      createClient({
        url: app.url,
        tokens: () => stored,
        onTokens: tokens => {
          stored = tokens
        },
        async fetch(input, init) {
          const answer = await fetch(input, init)
          if (String(input).endsWith('/refresh')) await other().then(other)
          return answer
        },
      }),
    )
    await client.call('users.me', {})
    expect(client.tokens?.refreshToken).toContain('.3.')
    expect(stored).toEqual(client.tokens)
  })

  it('does not take over tokens that are older than its own', async () => {
    const [ann] = await people(app, ['ann'])
    const older = ann.client.tokens!
    const { tokens: mine } = await ann.client.call('auth.refresh', { refreshToken: older.refreshToken })
    let stored = { ...mine, accessToken: lasting(mine, -1) }
    const client = counting(() => stored)
    stored = older
    await client.call('users.me', {})
    expect(client.refreshes()).toBe(1)
    expect(client.tokens?.refreshToken).toContain('.3.')
  })

  it('takes over the tokens of another tab while its own response does not come', async () => {
    const [ann] = await people(app, ['ann'])
    const mine = ann.client.tokens!
    let stored: Tokens = { ...mine, accessToken: lasting(mine, -1) }
    let asked = 0
    const client = untilTestEnds(
      createClient({
        url: app.url,
        tokens: () => stored,
        async fetch(input, init) {
          if (!String(input).endsWith('/refresh')) return fetch(input, init)
          asked += 1
          stored = (await clientOf(app).call('auth.refresh', { refreshToken: mine.refreshToken })).tokens
          throw new TypeError('fetch failed')
        },
      }),
    )
    expect(await client.call('users.me', {})).toMatchObject({ id: ann.id })
    expect(asked).toBe(1)
    expect(client.tokens).toEqual(stored)
  })

  it('takes over the session of another user who signed in in another tab, and nothing of the previous one', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    let stored = ann.client.tokens!
    const client = counting(() => stored)
    stored = (await client.signIn(ann.name, password)).tokens
    await client.connect('users')
    stored = bob.client.tokens!
    const rejoined = new Promise(resolve => client.on('joined', resolve))
    await ann.client.call('auth.signOutAll', {})
    await rejoined
    expect(client.session.user).toBe(null)
    expect(await client.call('users.me', {})).toMatchObject({ id: bob.id })
    const heard = new Promise(resolve => client.on('account.changed', resolve))
    await bob.client.call('users.update', { bio: 'Harbours.' })
    expect(await heard).toMatchObject({ user: { id: bob.id } })
    expect(client.session.signedIn).toBe(true)
  })

  it('connects its listeners when its sign-up is finished on another device', async () => {
    const { client, contact, username } = await signUpAt(app, 'photo')
    const heard = new Promise(resolve => client.on('account.changed', resolve))
    const other = await clientOf(app).signIn(contact, password)
    await ask(app, 'POST', '/v1/auth/skip-photo', { token: other.tokens.accessToken })
    const joined = new Promise(resolve => client.on('joined', resolve))
    await client.call('auth.refresh', { refreshToken: client.tokens!.refreshToken })
    expect(client.session).toMatchObject({ signedIn: true, user: { username } })
    await joined
    await client.call('users.update', { bio: 'Harbours.' })
    expect(await heard).toMatchObject({ user: { username } })
  })

  it('survives a lost response: it asks for the same successor again in time', async () => {
    const [ann] = await people(app, ['ann'])
    const mine = ann.client.tokens!
    let lost = 0
    const client = untilTestEnds(
      createClient({
        url: app.url,
        tokens: { ...mine, accessToken: lasting(mine, -1) },
        async fetch(input, init) {
          const answer = await fetch(input, init)
          if (!String(input).endsWith('/refresh') || lost++ > 0) return answer
          return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
        },
      }),
    )
    const began = Date.now()
    expect(await client.call('users.me', {})).toMatchObject({ id: ann.id })
    expect(Date.now() - began).toBeLessThan(5_000)
    expect(lost).toBe(2)
  })

  it('keeps an open connection beyond the first token', async () => {
    const [ann] = await people(app, ['ann'])
    const tokens = ann.client.tokens!
    const client = counting({ ...tokens, accessToken: lasting(tokens, 2) })
    let joins = 0
    client.on('joined', () => joins++)
    await client.connect('messages')
    await client.call('auth.refresh', { refreshToken: tokens.refreshToken })
    // The first token expires meanwhile.
    await new Promise(resolve => setTimeout(resolve, 3_000))
    await client.call('conversations.list', {}, { transport: 'socket' })
    expect(joins).toBe(1)
  })

  it('comes back by itself when the connection ends with the token', async () => {
    const [ann] = await people(app, ['ann'])
    const tokens = ann.client.tokens!
    const client = counting({ ...tokens, accessToken: lasting(tokens, 2) })
    await client.connect('messages')
    await new Promise<void>(resolve => client.on('joined', () => resolve()))
    await client.call('conversations.list', {}, { transport: 'socket' })
    expect(client.refreshes()).toBe(1)
  })

  it('ends everywhere when all sessions are ended from another device', async () => {
    const [ann] = await people(app, ['ann'])
    const kept: (Tokens | null)[] = []
    const client = counting(ann.client.tokens!, kept)
    await client.connect('users')
    const ended = new Promise<void>(resolve => client.on('signedOut', () => resolve()))
    const other = await anotherDevice(app, ann)
    await other.call('auth.signOutAll', {})
    await ended
    expect(kept.at(-1)).toBe(null)
    expect(client.session.signedIn).toBe(false)
    await expect(client.call('users.me', {})).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('ends locally even when the server is away', async () => {
    const [ann] = await people(app, ['ann'])
    const client = untilTestEnds(createClient({ url: 'http://127.0.0.1:1', tokens: ann.client.tokens }))
    await client.signOut()
    expect(client.tokens).toBe(null)
  })
})

/** A client that counts how often it asks for new tokens. */
function counting(tokens: Tokens | (() => Tokens), kept: (Tokens | null)[] = []) {
  let refreshes = 0
  const client: HeliographClient = createClient({
    url: app.url,
    tokens,
    transports: ['websocket'],
    onTokens: now => kept.push(now),
    fetch(input, init) {
      if (String(input).endsWith('/refresh')) refreshes += 1
      return fetch(input, init)
    },
  })
  untilTestEnds(client)
  return Object.assign(client, { refreshes: () => refreshes })
}

/** The same access token, signed again to last so many seconds from now. */
function lasting({ accessToken }: Tokens, seconds: number): string {
  const { header, payload } = jwt.decode(accessToken, { complete: true })!
  const exp = Math.floor(Date.now() / 1000) + seconds
  const claims = { ...(payload as object), iat: exp - 900, exp }
  return jwt.sign(claims, app.config.jwtSecrets[0]!, { algorithm: 'HS256', keyid: header.kid! })
}
