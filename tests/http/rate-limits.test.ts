import { describe, expect, it } from 'vitest'
import type { LimitClass } from '#contract'
import { limits } from '#core/pipeline/limits'
import { rateLimitHeaderNames } from '#http/rate-limit-headers'
import { startApp, untilTestEnds, useApp } from '#support/app/use-app'
import { clientOf, type Person, person } from '#support/people/people'
import { signUpAt } from '#support/people/sign-ups'
import { contractOperations, requestOf } from '#support/transports/contract-calls'
import { type Answer, ask } from '#support/transports/http'
import { type Ack, emit, join } from '#support/transports/sockets'

const scale = 0.05
const pointsOf = (limit: LimitClass) => Math.max(1, Math.round(limits[limit].points * scale))

let callers: { [L in LimitClass]: Person }
let unfinished: string
let listener: string
const app = useApp({
  env: { RATE_LIMIT_SCALE: `${scale}`, TRUST_PROXY: '1' },
  async prepare(wide) {
    const [read, write, auth, upload] = await Promise.all(
      ['read', 'write', 'auth', 'upload'].map(like => person(wide, like)),
    )
    callers = { read, write, auth, upload } as typeof callers
    unfinished = (await signUpAt(wide, 'photo')).accessToken
    listener = (await person(wide, 'listener')).client.tokens?.accessToken ?? ''
  },
})

const tokenOf = ({ client }: Person) => client.tokens?.accessToken ?? ''
const overHttp = contractOperations.filter(([, { http }]) => http !== null)
let made = 0
/** An address that has called nothing yet. */
const freshAddress = () => ({ 'x-forwarded-for': `198.51.100.${++made}` })

/** The four headers, as numbers where they are. */
function told({ headers }: Answer) {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map(name => Number(headers[`ratelimit-${name}`]))
  return { limit, remaining, reset, policy: headers['ratelimit-policy'] }
}

describe('every response of an operation has the headers of its rate limit', () => {
  it.each(overHttp)('%s, even when it is rejected for a missing token or for its body', async (_, operation) => {
    const limit = pointsOf(operation.limit)
    const { seconds } = limits[operation.limit]
    const { method, path } = requestOf(operation, operation.example.input as Record<string, unknown>)
    const headers = freshAddress()
    const first = await ask(app, method, path, { headers })
    expect(told(first)).toEqual({ limit, remaining: limit - 1, reset: seconds, policy: `${limit};w=${seconds}` })
    const malformed = method === 'GET' ? {} : { body: '{' }
    const second = await ask(app, method, path, { headers: { ...headers, authorization: 'Bearer x' }, ...malformed })
    expect(told(second)).toMatchObject({ limit, remaining: Math.max(0, limit - 2), policy: `${limit};w=${seconds}` })
    expect(second.status).toBe(
      limit === 1 ? 429 : operation.access === 'public' && malformed.body ? 422 : second.status,
    )
  })

  it('and a success counts down', async () => {
    const token = tokenOf(callers.read)
    const answers = [await ask(app, 'GET', '/v1/me', { token }), await ask(app, 'GET', '/v1/feed', { token })]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const [before, after] = answers.map(answer => told(answer).remaining as number)
    expect(after).toBe((before as number) - 1)
  })
})

describe('a caller over the limit is rejected until the window ends, with every operation of the class', () => {
  const exhaust: [LimitClass, string, string, unknown?][] = [
    ['read', 'GET', '/v1/me'],
    ['write', 'PUT', '/v1/notifications/read', { upTo: '2026-01-01T00:00:00.000Z' }],
    ['auth', 'POST', '/v1/auth/totp/confirm', {}],
    ['upload', 'POST', '/v1/media', {}],
  ]
  it.each(exhaust)('%s', async (limit, method, path, body) => {
    const token = tokenOf(callers[limit])
    const call = () => ask(app, method, path, { token, ...(body !== undefined && { body }) })
    let answer = await call()
    while (told(answer).remaining !== 0) answer = await call()
    expect(answer.status).not.toBe(429)
    const ofClass = overHttp.filter(([, operation]) => operation.limit === limit && operation.access === 'user')
    expect(ofClass).not.toEqual([])
    for (const [, operation] of ofClass) {
      const { method, path, body } = requestOf(operation, operation.example.input as Record<string, unknown>) as {
        method: string
        path: string
        body?: unknown
      }
      const rejected = await ask(app, method, path, { token, ...(body !== undefined && { body }) })
      expect(rejected).toMatchObject({ status: 429, body: { code: 'rate_limited', retryAfter: expect.any(Number) } })
      expect(told(rejected)).toMatchObject({ limit: pointsOf(limit), remaining: 0 })
      expect(rejected.headers['retry-after']).toBe(String(rejected.body.retryAfter))
      expect(told(rejected).reset).toBe(rejected.body.retryAfter)
    }
  })

  it('and nobody else is: neither another user at the same address nor another class', async () => {
    expect(await ask(app, 'GET', '/v1/me', { token: tokenOf(callers.write) })).toMatchObject({ status: 200 })
    expect(await ask(app, 'GET', '/v1/me', { token: tokenOf(callers.read) })).toMatchObject({ status: 429 })
    const unlike = `/v1/users/${callers.write.name}/follow`
    expect(await ask(app, 'DELETE', unlike, { token: tokenOf(callers.read) })).toMatchObject({ status: 200 })
  })

  it('without a token by address, and so is a caller with an invalid token', async () => {
    const headers = freshAddress()
    const path = `/v1/users/${callers.read.name}`
    const limit = pointsOf('read')
    for (let call = 0; call < limit; call += 1)
      await ask(app, 'GET', call % 2 ? path : '/v1/me', {
        headers: { ...headers, ...(call % 4 && { authorization: 'Bearer x' }) },
      })
    expect(await ask(app, 'GET', path, { headers })).toMatchObject({ status: 429 })
    expect(await ask(app, 'GET', path, { headers: freshAddress() })).toMatchObject({ status: 200 })
  })

  it('and so is a user who has not finished signing up', async () => {
    const call = () => ask(app, 'PUT', '/v1/notifications/read', { token: unfinished, body: {} })
    let answer = await call()
    while (told(answer).remaining !== 0) answer = await call()
    expect(answer).toMatchObject({ status: 403 })
    expect(await call()).toMatchObject({ status: 429 })
  })
})

describe('over a socket', () => {
  it.each([
    ['read', 'posts', 'posts.get', { postId: '01990a4e-7c00-7000-8000-000000000001' }],
    ['write', 'posts', 'posts.like', { postId: '01990a4e-7c00-7000-8000-000000000001' }],
    ['auth', 'users', 'users.delete', { currentPassword: 'not this one' }],
  ] as const)(
    'the class %s is counted as over HTTP, and the error says when to come back',
    async (limit, namespace, event, payload) => {
      const socket = await join(app, namespace, listener)
      let answer: Ack = { ok: true }
      for (let call = 0; call <= pointsOf(limit); call += 1) answer = await emit(socket, event, payload)
      const error = { code: 'rate_limited', detail: expect.any(String), retryAfter: expect.any(Number) }
      expect(answer).toEqual({ ok: false, error })
      expect(socket.connected).toBe(true)
      const http = await ask(app, 'GET', '/v1/me', { token: listener })
      expect(http.status).toBe(limit === 'read' ? 429 : http.status)
    },
  )
})

it('the client learns how long to wait', async () => {
  const client = clientOf(app)
  const headers = { limit: pointsOf('auth') }
  const tries = Array.from({ length: headers.limit + 1 }, () =>
    client.signIn('nobody', 'nothing').catch(error => error),
  )
  const errors = await Promise.all(tries)
  expect(errors.map(({ code }) => code)).toContain('rate_limited')
  expect(errors.find(({ code }) => code === 'rate_limited').retryAfter).toBeGreaterThan(0)
})

it('pages of allowed origins may read the headers', async () => {
  const open = untilTestEnds(await startApp({ env: { CORS_ORIGINS: 'https://photos.example' } }))
  const { headers } = await ask(open, 'GET', '/v1/me', { headers: { origin: 'https://photos.example' } })
  const exposed = String(headers['access-control-expose-headers']).split(/,\s*/)
  expect(exposed).toEqual(expect.arrayContaining(['Retry-After', ...rateLimitHeaderNames]))
})
