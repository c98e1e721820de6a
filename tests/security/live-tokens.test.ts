import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCredentials } from '#auth/credentials'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { makeModerator, makeOrdinary } from '#support/people/change-account'
import { anotherDevice, type Person, password, people } from '#support/people/people'
import { apart, encode, loosened, signed } from '#support/security/forge-token'
import { ask } from '#support/transports/http'
import { join } from '#support/transports/sockets'

const app = useApp()
let ann: Person
let bob: Person
let secret: string
beforeAll(async () => {
  ;[ann, bob] = await people(app, ['ann', 'bob'])
  secret = app.config.jwtSecrets[0] as string
})

const tokenOf = ({ client }: Pick<Person, 'client'>) => client.tokens?.accessToken ?? ''
const me = (token: string) => ask(app, 'GET', '/v1/me', { token })
const rejected = { status: 401, body: { code: 'unauthenticated' } }

describe('the token of an ended session', () => {
  it('stays rejected in any spelling, over HTTP and by a socket', async () => {
    const client = await anotherDevice(app, ann)
    const token = tokenOf({ client })
    expect(await me(token)).toMatchObject({ status: 200 })
    await client.signOut()
    const { header, claims } = apart(token)
    const reordered = Object.fromEntries(Object.entries(claims).reverse())
    const spellings = [
      token,
      loosened(token),
      `${token}=`,
      `${token}==`,
      token.replaceAll('-', '+').replaceAll('_', '/'),
      signed(header, reordered, secret),
      signed(JSON.stringify(header, null, 1), claims, secret),
      signed(header, JSON.stringify(claims).replaceAll('"sid"', '"s\\u0069d"'), secret),
      signed(header, { ...claims, exp: (claims.exp as number) + 60 }, secret),
      signed(header, { ...claims, sid: String(claims.sid).toUpperCase() }, secret),
    ]
    for (const spelling of spellings) {
      expect(await me(spelling)).toMatchObject(rejected)
      await expect(join(app, 'posts', spelling)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    }
  })
})

describe('a duplicate claim', () => {
  it('makes a token invalid, since user and session are checked together', async () => {
    const { header, claims } = apart(tokenOf(ann))
    const other = apart(tokenOf(bob)).claims
    const text = JSON.stringify(claims)
    const twice = (name: string, first: unknown, last: unknown) =>
      text.replace(
        `"${name}":${JSON.stringify(claims[name])}`,
        `"${name}":${JSON.stringify(first)},"${name}":${JSON.stringify(last)}`,
      )
    for (const name of ['sub', 'sid']) {
      expect(await me(signed(header, twice(name, claims[name], other[name]), secret))).toMatchObject(rejected)
      // The last one counts, to every part of the server alike.
      expect((await me(signed(header, twice(name, other[name], claims[name]), secret))).body.id).toBe(ann.id)
    }
    expect(await me(signed(header, twice('exp', 9_999_999_999, 1), secret))).toMatchObject(rejected)
    expect(await me(signed(header, twice('aud', 'access', 'refresh'), secret))).toMatchObject(rejected)
  })
})

describe('the rights of a caller', () => {
  const audit = (token: string) => ask(app, 'GET', '/v1/moderation/audit', { token })

  it('come from the database: no claim grants a role, and a role needs no new token', async () => {
    const { header, claims } = apart(tokenOf(ann))
    for (const more of [{ role: 'moderator' }, { roles: ['moderator'] }, { scope: 'moderator' }])
      expect(await audit(signed(header, { ...claims, ...more }, secret))).toMatchObject(rejected)
    expect(await audit(tokenOf(ann))).toMatchObject({ status: 403 })
    await makeModerator(app, ann)
    await until(
      () => audit(tokenOf(ann)),
      answer => answer.status === 200,
    )
    await makeOrdinary(app, ann)
    await until(
      () => audit(tokenOf(ann)),
      answer => answer.status === 403,
    )
  })

  it('of a finished account cannot be gained by a stage claim', async () => {
    const body = { contact: 'early@example.org' }
    const { tokens } = (await ask(app, 'POST', '/v1/auth/sign-up', { body })).body as {
      tokens: { accessToken: string }
    }
    const { header, claims } = apart(tokens.accessToken)
    const answer = await me(signed(header, { ...claims, stage: 'done' }, secret))
    expect(answer).toMatchObject({ status: 403, body: { fields: { stage: 'code' } } })
  })
})

describe('a sign-in', () => {
  const signIn = (asking: object) =>
    ask(app, 'POST', '/v1/auth/sign-in', { body: { login: bob.name, password, ...asking } })
  const sidOf = (answer: { body: object }) =>
    apart((answer.body as { tokens: { accessToken: string } }).tokens.accessToken).claims.sid

  it('begins a session of its own, whatever session it is sent with', async () => {
    const known = apart(tokenOf(ann)).claims.sid as string
    const brought = { sessionId: known, sid: known, refreshToken: ann.client.tokens?.refreshToken }
    const headers = { authorization: `Bearer ${tokenOf(ann)}`, cookie: `sid=${known}` }
    const body = { login: bob.name, password, ...brought }
    const answers = [
      await signIn({}),
      await signIn(brought),
      await ask(app, 'POST', '/v1/auth/sign-in', { headers, body }),
      await signIn({ deviceToken: ann.client.tokens?.deviceToken }),
    ]
    for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { user: { id: bob.id } } })
    expect(new Set([known, ...answers.map(sidOf)]).size).toBe(answers.length + 1)
  })

  it('returns tokens whose parts cannot be recombined', async () => {
    const [session, number] = (bob.client.tokens?.refreshToken ?? '').split('.')
    const [, , mac] = (ann.client.tokens?.refreshToken ?? '').split('.')
    for (const refreshToken of [`${session}.${number}.${mac}`, `${apart(tokenOf(ann)).claims.sid}.${number}.${mac}x`])
      expect(await ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken } })).toMatchObject(rejected)
  })
})

describe('a token that asks for expensive work', () => {
  it('makes the server send no request, for a key or anything else', async () => {
    let calls = 0
    const listener = untilTestEnds(
      createServer(socket => {
        calls += 1
        socket.destroy()
      }).listen(0, '127.0.0.1'),
    )
    await once(listener, 'listening')
    const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/key`
    const { header, claims } = apart(tokenOf(ann))
    for (const more of [{ jku: url }, { x5u: url }, { kid: url }, { jwk: { kty: 'oct', k: 'AA' }, jku: url }])
      expect(await me(signed({ ...header, ...more }, claims, secret))).toMatchObject(rejected)
    expect(await me(signed(header, { ...claims, iss: url }, secret))).toMatchObject(rejected)
    expect(calls).toBe(0)
  })

  it('is rejected before any work: one of 20 kB, of endless iterations, or compressed', () => {
    const { verifyAccess } = createCredentials([secret])
    const { header, claims } = apart(tokenOf(ann))
    const endless = { ...header, alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 2_147_483_647, p2s: 'AA' }
    const tokens = [
      signed({ ...header, kid: 'k'.repeat(20_000) }, claims, secret),
      signed({ ...header, kid: '../'.repeat(7000) }, claims, secret),
      `${encode(endless)}.${'A'.repeat(300)}.AAAA.AAAA.AAAA`,
      signed(endless, claims, secret),
      signed({ ...header, zip: 'DEF' }, 'A'.repeat(1000), secret),
      `${'.'.repeat(1_000_000)}`,
      `${'a'.repeat(1_000_000)}.b.c`,
      signed(`${'['.repeat(700)}${']'.repeat(700)}`, claims, secret),
    ]
    for (const token of tokens) expect(verifyAccess(token)).toBeNull()
  })

  it('of 20 kB is rejected by both transports', async () => {
    const { header, claims } = apart(tokenOf(ann))
    const token = signed({ ...header, kid: 'k'.repeat(20_000) }, claims, secret)
    const outcome = await me(token).then(
      ({ status }) => status,
      ({ code }) => code,
    )
    expect([401, 431, 'ECONNRESET', 'EPIPE']).toContain(outcome)
    await expect(join(app, 'posts', token)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
  })
})
