import { beforeAll, describe, expect, it } from 'vitest'
import { startApp, untilTestEnds, useApp } from '#support/app/use-app'
import { callerOf, goodInput, makeWorld, type World } from '#support/security/world'
import { contractOperations, operationOf, requestOf } from '#support/transports/contract-calls'
import { ask } from '#support/transports/http'

const app = useApp({ env: { CORS_ORIGINS: 'https://photos.example' } })
let world: World
beforeAll(async () => {
  world = await makeWorld(app)
})

const overHttp = contractOperations.filter(([, { http }]) => http !== null)
const tokenOf = (name: string) => callerOf(name, operationOf(name), world).client.tokens?.accessToken ?? ''
const foreign = { origin: 'https://evil.example', referer: 'https://evil.example/' }

describe('a form of another site', () => {
  const writes = overHttp.filter(([, { http, multipart }]) => /^(POST|PUT|PATCH) /.test(http ?? '') && !multipart)

  it.each(writes.map(([name]) => name))(
    'does nothing with %s, since only JSON is accepted, which no form can send',
    async name => {
      const operation = operationOf(name)
      const { method, path, body } = { body: {}, ...requestOf(operation, goodInput(name, operation, world)) }
      for (const type of [
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'text/plain',
        undefined,
      ]) {
        const headers = { ...foreign, 'content-type': type }
        const answer = await ask(app, method, path, {
          token: tokenOf(name),
          headers,
          body: JSON.stringify({ ...body, x: 1 }),
        })
        expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media' } })
      }
    },
  )
})

describe('there is no cookie to abuse', () => {
  it.each(overHttp.map(([name]) => name))('%s sets and reads none', async name => {
    const operation = operationOf(name)
    const { method, path, ...rest } = requestOf(operation, goodInput(name, operation, world))
    const cookie = ['token', 'accessToken', 'session', 'sid', 'Authorization']
      .map(key => `${key}=${tokenOf(name)}`)
      .join('; ')
    const byCookie = await ask(app, method, path, { headers: { cookie }, ...rest })
    if (operation.access !== 'public') expect(byCookie.status).toBe(401)
    const signedIn = await ask(app, method, path, { token: tokenOf(name), ...rest })
    for (const answer of [byCookie, signedIn]) expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it.each(['/', '/docs', '/healthz', '/socket.io/?EIO=4&transport=polling'])('%s sets none', async path => {
    expect((await ask(app, 'GET', path)).headers['set-cookie']).toBeUndefined()
  })
})

describe('a script of another site', () => {
  it('can read no response and gets no preflight granted', async () => {
    for (const [, operation] of overHttp) {
      const { method, path } = requestOf(operation, operation.example.input as Record<string, unknown>)
      const asked = { 'access-control-request-method': method, 'access-control-request-headers': 'authorization' }
      const before = await ask(app, 'OPTIONS', path, { headers: { ...foreign, ...asked } })
      const answer = await ask(app, method, path, { headers: foreign })
      for (const { headers } of [before, answer]) {
        expect(headers['access-control-allow-origin']).toBeUndefined()
        expect(headers['access-control-allow-credentials']).toBeUndefined()
      }
    }
  })

  it('is allowed from a configured origin with a token, but never with cookies', async () => {
    const headers = { origin: 'https://photos.example', 'access-control-request-method': 'POST' }
    const before = await ask(app, 'OPTIONS', '/v1/posts', { headers })
    expect(before.headers['access-control-allow-origin']).toBe('https://photos.example')
    expect(before.headers['access-control-allow-credentials']).toBeUndefined()
  })

  it('can read nothing when no origin is configured', async () => {
    const closed = untilTestEnds(await startApp())
    const { headers } = await ask(closed, 'GET', '/v1/me', { headers: { origin: 'https://photos.example' } })
    expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([])
  })
})
