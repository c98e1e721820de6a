import { connect } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Operation, operations } from '#contract'
import { startApp, type TestApp, untilTestEnds, useApp } from '#support/app/use-app'
import { type Person, people } from '#support/people/people'
import { ask } from '#support/transports/http'

const app = useApp()
let ann: Person
let bob: Person
let token: string
let postId: string
beforeAll(async () => {
  ;[ann, bob] = await people(app, ['ann', 'bob'])
  token = ann.client.tokens?.accessToken ?? ''
  postId = (await bob.client.call('posts.create', { caption: 'Hello' })).id
})

const routes = Object.values<Operation>(operations).flatMap(({ http, access }) => (http ? [{ http, access }] : []))
const closed = routes.filter(({ access }) => access !== 'public').map(({ http }) => http)
const filled = (path: string) => path.replaceAll(/\{\w+\}/g, postId)
const isRefusal = (status: number) => [400, 401, 404, 405, 415, 422].includes(status)
const postIsThere = async () =>
  expect(await ask(app, 'GET', `/v1/posts/${postId}`, { token })).toMatchObject({ status: 200 })

describe('another method', () => {
  it.each(closed.filter(route => route.startsWith('GET ')))(
    'HEAD asks for a token when %s does, and returns no more',
    async route => {
      const answer = await ask(app, 'HEAD', filled(route.slice(4)))
      expect(answer).toMatchObject({ status: 401, text: '' })
    },
  )

  it('HEAD returns the headers of GET without a body', async () => {
    const [head, get] = await Promise.all(['HEAD', 'GET'].map(method => ask(app, method, '/v1/me', { token })))
    expect([head?.status, head?.text]).toEqual([get?.status, ''])
  })

  it.each(['OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'LINK', 'REPORT', 'QUERY'])(
    '%s does nothing and shows nothing, signed in or not',
    async method => {
      for (const path of ['/v1/me', `/v1/posts/${postId}`, '/v1/auth/sign-in', '/', '/metrics']) {
        for (const signedIn of [{}, { token }]) {
          const { status, text } = await ask(app, method, path, signedIn)
          expect(isRefusal(status)).toBe(true)
          expect(text).not.toContain(bob.name)
        }
      }
      await postIsThere()
    },
  )

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override', '_method'])(
    'cannot be selected by %s in headers, query or body',
    async name => {
      const own = (await ann.client.call('posts.create', { caption: 'Mine' })).id
      const path = `/v1/posts/${own}`
      await ask(app, 'GET', path, { token, headers: { [name]: 'DELETE' } })
      await ask(app, 'GET', `${path}?${name}=DELETE`, { token })
      await ask(app, 'POST', path, { token, headers: { [name]: 'DELETE' }, body: { [name]: 'DELETE' } })
      await ask(app, 'POST', `${path}?${name}=DELETE`, { token, body: {} })
      expect(await ask(app, 'GET', path, { token })).toMatchObject({ status: 200 })
    },
  )

  it('is not found on a path that lacks it', async () => {
    for (const [method, path] of [
      ['POST', '/v1/me'],
      ['DELETE', '/v1/feed'],
      ['GET', '/v1/auth/sign-in'],
      ['PUT', '/healthz'],
    ] as const)
      expect(await ask(app, method, path, { token, body: {} })).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      })
  })
})

describe('another spelling of a path', () => {
  const spellings = [
    ...['//v1/me', '/v1//me', '/v1/me/', '/v1/me//', '/./v1/me', '/v1/./me', '/v1/x/../me', '/x/../v1/me', '/../v1/me'],
    ...[
      '/v1/%6d%65',
      '/%76%31/me',
      '/v1%2fme',
      '/v1%252fme',
      '/v1/%2e/me',
      '/v1/x/%2e%2e/me',
      '/v1/users/%2e%2e/me',
      '/v1/x/%2E%2e/me',
    ],
    ...[
      '/V1/me',
      '/v1/ME',
      '/v1/me.',
      '/v1/me;x',
      '/v1/me;/x',
      '/v1/me%20',
      '/v1/me%00',
      '/v1/me%0a',
      '/v1/me.json',
      '\\v1\\me',
      '/v1\\me',
    ],
    ...[
      '/v1/me/../me',
      '/docs/../v1/me',
      '/media/../v1/me',
      '/healthz/../v1/me',
      '/dev/mailbox/../../v1/me',
      '/v1/me?/../healthz',
    ],
  ]
  it.each(spellings)('asks for a token like the plain one, or is not found: %s', async path => {
    const answer = await ask(app, 'GET', path)
    expect([400, 401, 404]).toContain(answer.status)
    const signedIn = await ask(app, 'GET', path, { token })
    expect([200, 400, 404]).toContain(signedIn.status)
    if (signedIn.status === 200) expect(signedIn.body.id).toBe(ann.id)
  })

  it.each([
    ...[
      '/../package.json',
      '/..%2fpackage.json',
      '/%2e%2e/package.json',
      '/%2e%2e%2fpackage.json',
      '/..%5cpackage.json',
    ],
    ...[
      '/assets/../../package.json',
      '/assets/..%2f..%2fpackage.json',
      '/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2fpackage.json',
    ],
    ...[
      '/docs/..%2f..%2fpackage.json',
      '/media/..%2f..%2fpackage.json',
      '/media/../jwt-secret',
      '/media/..%2fjwt-secret',
    ],
    ...[
      '/.env',
      '/.git/config',
      '//etc/passwd',
      '/assets//etc/passwd',
      '/assets/%00',
      '/file:///etc/passwd',
      '/..;/package.json',
    ],
    ...['/src/main.ts', '/node_modules/hono/package.json', '/.data/jwt-secret', '/assets/', '/media/', '/uploads/'],
  ])('reaches no file of the server: %s', async path => {
    const { status, text } = await ask(app, 'GET', path)
    expect([400, 404]).toContain(status)
    expect(text).not.toMatch(/heliograph"|root:|\[core\]|createApp/)
  })
})

describe('the request line', () => {
  /** The status of the answer to a request that is written as it stands, or null where the connection ends without one. */
  const statusOfRaw = (text: string) =>
    new Promise<number | null>((resolve, reject) => {
      const tcp = connect(app.port, '127.0.0.1', () => tcp.write(text))
      tcp.setTimeout(5000, () => reject(new Error('No answer came')))
      tcp.on('error', () => {})
      tcp.once('close', () => resolve(null))
      tcp.once('data', data => {
        resolve(Number(data.toString('latin1').split(' ')[1]))
        tcp.destroy()
      })
    })

  it.each([
    ['an address of another host', 'GET http://example.org/v1/me HTTP/1.1\r\nHost: example.org\r\n\r\n'],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: example.org\r\n\r\n'],
    ['a wish to be a proxy', 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n'],
    ['no host', 'GET /v1/me HTTP/1.1\r\n\r\n'],
    ['an empty host', 'GET /v1/me HTTP/1.1\r\nHost: \r\n\r\n'],
    ['a host that is none', 'GET /v1/me HTTP/1.1\r\nHost: a b<>\r\n\r\n'],
    ['a host with a path', 'GET /v1/me HTTP/1.1\r\nHost: example.org/../x?y#z\r\n\r\n'],
    ['two hosts', 'GET /v1/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    ['a method that nobody knows', 'HELLO /v1/me HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a version that nobody knows', 'GET /v1/me HTTP/9.9\r\nHost: a\r\n\r\n'],
    ['two lengths', 'POST /v1/posts HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    [
      'a length and chunks',
      'POST /v1/posts HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a negative length', 'POST /v1/posts HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'],
    ['a length in words', 'POST /v1/posts HTTP/1.1\r\nHost: a\r\nContent-Length: two\r\n\r\n{}'],
    ['a NUL in a header', 'GET /v1/me HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n'],
    ['a header folded', 'GET /v1/me HTTP/1.1\r\nHost: a\r\nAuthorization:\r\n Bearer x\r\n\r\n'],
    ['a thousand headers', `GET /v1/me HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(1000)}\r\n`],
    ['a header of 64 kB', `GET /v1/me HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(65_536)}\r\n\r\n`],
    ['an address of 64 kB', `GET /${'y'.repeat(65_536)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['something that is no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
  ])('with %s is a client error', async (_, text) => {
    expect([400, 401, 404, 405, 413, 431, 505, null]).toContain(await statusOfRaw(text))
    await postIsThere()
  })
})

describe('a page of another origin', () => {
  const from = (origin: string, to: TestApp, method = 'GET') =>
    ask(to, method, '/v1/me', { headers: { origin, 'access-control-request-method': 'GET' } })

  it('can read nothing when no origin is allowed', async () => {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await from('https://evil.example', app, method)
      expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([])
    }
  })

  it('is allowed for its exact origin, and never with credentials', async () => {
    const open = untilTestEnds(await startApp({ env: { CORS_ORIGINS: 'https://photos.example' } }))
    const welcome = await from('https://photos.example', open)
    expect(welcome.headers['access-control-allow-origin']).toBe('https://photos.example')
    expect(welcome.headers['access-control-allow-credentials']).toBeUndefined()
    expect((await from('https://photos.example', open, 'OPTIONS')).status).toBe(204)
    const others = [
      'https://photos.example.evil.example',
      'http://photos.example',
      'https://photos.example:8443',
      'null',
      '*',
    ]
    for (const origin of others)
      expect((await from(origin, open)).headers['access-control-allow-origin']).toBeUndefined()
  })
})
