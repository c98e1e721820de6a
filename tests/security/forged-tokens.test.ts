import { generateKeyPairSync, sign } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCredentials } from '#auth/credentials'
import { namespaces } from '#contract'
import { useApp } from '#support/app/use-app'
import { anotherDevice, type Person, people } from '#support/people/people'
import { apart, encode, type Json, loosened, signed } from '#support/security/forge-token'
import { ask } from '#support/transports/http'
import { join } from '#support/transports/sockets'

/** A live token taken apart, and what somebody might know. */
type Parts = { header: Json; claims: Json; secret: string; token: string; other: Json; another: string }

const app = useApp()
let ann: Person
let parts: Parts
beforeAll(async () => {
  const [first, bob] = await people(app, ['ann', 'bob'])
  ann = first
  const token = ann.client.tokens?.accessToken ?? ''
  const [secret = ''] = app.config.jwtSecrets
  const another = (await anotherDevice(app, ann)).tokens?.accessToken ?? ''
  parts = { ...apart(token), token, secret, other: apart(bob.client.tokens?.accessToken ?? '').claims, another }
})

const unsigned = (header: unknown, claims: unknown) => `${encode(header)}.${encode(claims)}.`
const without = (object: Json, name: string) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
const now = () => Math.floor(Date.now() / 1000)

const withHeader = (more: Json) => (of: Parts) => signed({ ...of.header, ...more }, of.claims, of.secret)
const withClaims = (more: Json) => (of: Parts) => signed(of.header, { ...of.claims, ...more }, of.secret)
const signature = (token: string) => token.split('.')[2] as string
type Case = [name: string, forge: (of: Parts) => string]
const show = (value: unknown) => JSON.stringify(value).slice(0, 60)

const noneSpellings = [
  'none',
  'None',
  'NONE',
  'nOnE',
  'none ',
  ' none',
  'none\0',
  '',
  'null',
  null,
  0,
  false,
  ['none'],
  ['HS256'],
  {},
]
const guesses = [
  ...[
    '',
    'secret',
    'Secret',
    'changeme',
    'password',
    '123456',
    'jwt',
    'jwt-secret',
    'your-256-bit-secret',
    'key',
    'test',
  ],
  ...['heliograph', 'Heliograph', 'undefined', 'null', '[object Object]', 'JWT_SECRET', 'development', 'a'.repeat(32)],
  ...[
    '12345678',
    'qwerty',
    'admin',
    'root',
    'token',
    'private',
    'private-key',
    'privatekey',
    'supersecret',
    'topsecret',
  ],
  ...[
    'shhhhh',
    'keyboard cat',
    's3cr3t',
    'letmein',
    'default',
    'example',
    'jwtsecret',
    'jwt_secret',
    'your-secret-key',
  ],
  ...['secretkey', 'secret-key', 'change-me', 'changeit', 'access', 'refresh', 'HS256', 'iss', '0'.repeat(32), '\0'],
]
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const publicKeys: [string, string | Buffer][] = [
  ['PEM', pem],
  ['PEM without its last line break', pem.trimEnd()],
  ['PEM in one line', pem.replaceAll('\n', '')],
  ['PKCS#1', rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
  ['DER', rsa.publicKey.export({ type: 'spki', format: 'der' })],
  ['a JWK', JSON.stringify(rsa.publicKey.export({ format: 'jwk' }))],
]
const byRsa = (header: Json, claims: Json) => {
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), rsa.privateKey).toString('base64url')}`
}
const algorithms: [string, string][] = [
  ...[
    ['HS384', 'sha384'],
    ['HS512', 'sha512'],
    ['HS256', 'sha512'],
    ['hs256', 'sha256'],
    ['HS1', 'sha1'],
  ],
  ...['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA', 'HS256 ', 'A128KW', 'dir'].map(name => [name, 'sha256']),
] as [string, string][]
const oddKids = [
  ...[
    '',
    ' ',
    '../../../../etc/passwd',
    '/dev/null',
    "x' union select 'secret",
    '__proto__',
    'constructor',
    'toString',
  ],
  ...['00000000', 'http://127.0.0.1/key', null, 7, [], ['a'], {}, { $ne: null }],
]
const extraHeaders: Json[] = [
  ...[
    { crit: ['exp'] },
    { crit: [] },
    { b64: false },
    { b64: true },
    { zip: 'DEF' },
    { cty: 'JWT' },
    { enc: 'A256GCM' },
  ],
  ...[
    { jku: 'http://127.0.0.1/jwks' },
    { x5u: 'http://127.0.0.1/x' },
    { x5c: ['AA=='] },
    { p2c: 2_000_000_000, p2s: 'x' },
  ],
  { jwk: { kty: 'oct', k: 'c2VjcmV0' } },
]
const wrongClaims: Record<string, unknown[]> = {
  exp: [0, 1, -1, '9999999999', [9_999_999_999], null, {}, true, 9_999_999_999.5, '1e10'],
  iat: [null, '0', [], 1.5],
  iss: ['', 'heliograph ', 'Heliograph', 'heliograph.example', 'other', ['heliograph'], null, 7, {}],
  aud: ['', 'Access', 'refresh', 'code', 'accesses', ['access'], ['access', 'refresh'], null, {}],
  sub: [
    '',
    '1',
    1,
    null,
    true,
    [],
    ['x'],
    {},
    { $ne: null },
    { sql: '1=1' },
    "' or 1=1--",
    'a\0b',
    '01990a4e-7c00-7000-8000-000000000001',
  ],
  sid: ['', 1, null, [], {}, { $ne: null }, '*', '01990a4e-7c00-7000-8000-000000000001'],
  stage: ['', 'admin', 'moderator', null, 4, ['done'], {}],
}
const extraClaims: Json[] = [
  ...[{ role: 'moderator' }, { roles: ['admin'] }, { scope: '*' }, { admin: true }, { nbf: 0 }, { nbf: 9_999_999_999 }],
  ...[{ jti: 'x' }, { azp: 'x' }, { __typ: 'refresh' }],
]

const cases: Case[] = [
  ...noneSpellings.flatMap((alg): Case[] => [
    [`alg ${show(alg)} and no signature`, of => unsigned({ ...of.header, alg }, of.claims)],
    [`alg ${show(alg)} and a signature`, withHeader({ alg })],
  ]),
  ['no alg', of => signed(without(of.header, 'alg'), of.claims, of.secret)],
  ...algorithms.map(
    ([alg, hash]): Case => [
      `alg ${show(alg)} signed with ${hash} and the right secret`,
      of => signed({ ...of.header, alg }, of.claims, of.secret, hash),
    ],
  ),
  ...guesses.map((key): Case => [`the guessed secret ${show(key)}`, of => signed(of.header, of.claims, key)]),
  ...publicKeys.map(
    ([form, key]): Case => [`a public key as the secret: ${form}`, of => signed(of.header, of.claims, key)],
  ),
  ...['RS256', 'HS256'].map(
    (alg): Case => [
      `a key of its own in the header, and the algorithm ${alg}`,
      of => byRsa({ ...of.header, alg, jwk: rsa.publicKey.export({ format: 'jwk' }) }, of.claims),
    ],
  ),
  [
    'a secret of its own in the header',
    of => signed({ ...of.header, jwk: { kty: 'oct', k: encode('secret') } }, of.claims, 'secret'),
  ],
  ['its kid as the secret', of => signed(of.header, of.claims, String(of.header.kid))],
  ['no kid', of => signed(without(of.header, 'kid'), of.claims, of.secret)],
  ...oddKids.flatMap((kid): Case[] => [
    [`the kid ${show(kid)}`, withHeader({ kid })],
    [`the kid ${show(kid)} and an empty secret`, of => signed({ ...of.header, kid }, of.claims, '')],
  ]),
  ['a kid of 1,500 characters', withHeader({ kid: 'k'.repeat(1500) })],
  ...extraHeaders.map((more): Case => [`the header ${show(more)}`, withHeader(more)]),
  ...[null, '', 'jwt', 'at+jwt', 'JWE', 7, ['JWT']].map((typ): Case => [`typ ${show(typ)}`, withHeader({ typ })]),
  ['no typ', of => signed(without(of.header, 'typ'), of.claims, of.secret)],
  ...[[], null, 'HS256', 7].map(
    (header): Case => [`the header being ${show(header)}`, of => signed(JSON.stringify(header), of.claims, of.secret)],
  ),
  [
    'alg twice in its header',
    of =>
      signed(`{"alg":"none",${JSON.stringify(of.header).slice(1)}`.replace(/"HS256"/, '"none"'), of.claims, of.secret),
  ],
  ...Object.entries(wrongClaims).flatMap(([name, values]): Case[] => [
    [`no ${name}`, of => signed(of.header, without(of.claims, name), of.secret)],
    ...values.map((value): Case => [`${name} ${show(value)}`, withClaims({ [name]: value })]),
  ]),
  ['an exp of this second', of => signed(of.header, { ...of.claims, exp: now() }, of.secret)],
  ["another person's sub", of => signed(of.header, { ...of.claims, sub: of.other.sub }, of.secret)],
  ["another person's sid", of => signed(of.header, { ...of.claims, sid: of.other.sid }, of.secret)],
  ...extraClaims.map((more): Case => [`the claim ${show(more)}`, withClaims(more)]),
  ...[[], null, 'x', 7, ''].map(
    (claims): Case => [`its claims being ${show(claims)}`, of => signed(of.header, JSON.stringify(claims), of.secret)],
  ),
  ['claims that are no JSON', of => signed(of.header, '{"sub":', of.secret)],
  ['no signature', of => of.token.split('.').slice(0, 2).join('.')],
  ['an empty signature', of => unsigned(of.header, of.claims)],
  ["another token's signature", of => [...of.token.split('.').slice(0, 2), signature(of.another)].join('.')],
  ['a signature cut short', of => of.token.slice(0, -6)],
  ['a signature with loose bits', of => loosened(of.token)],
  ['a padded signature', of => `${of.token}=`],
  ['a signature that goes on', of => `${of.token}AAAA`],
  ['a fourth part', of => `${of.token}.${signature(of.token)}`],
  ['five parts', of => `${encode({ alg: 'dir', enc: 'A256GCM', typ: 'JWT', kid: of.header.kid })}..AAAA.AAAA.AAAA`],
  [
    'JSON serialisation',
    of => JSON.stringify({ payload: encode(of.claims), signatures: [{ protected: encode(of.header) }] }),
  ],
  ['nothing but dots', () => '..'],
  ['a word', () => 'token'],
  ['a space within', of => of.token.replace('.', ' .')],
  ['a space before it', of => ` ${of.token}`],
  ['a trailing dot', of => `${of.token}.`],
  ['two tokens', of => `${of.token},${of.token}`],
  ['8 kB', () => 'a'.repeat(8192)],
]

describe('a token made by the rules', () => {
  it('is accepted over both transports, even when the test itself builds it', async () => {
    const token = signed(parts.header, parts.claims, parts.secret)
    expect(token).toBe(parts.token)
    expect(await ask(app, 'GET', '/v1/me', { token })).toMatchObject({ status: 200, body: { id: ann.id } })
    expect((await join(app, 'posts', token)).connected).toBe(true)
    const later = signed(parts.header, { ...parts.claims, exp: now() + 60 }, parts.secret)
    expect(await ask(app, 'GET', '/v1/me', { token: later })).toMatchObject({ status: 200 })
  })
})

describe('a token is rejected over HTTP and by a socket when it has', () => {
  it.each(cases)('%s', async (_, forge) => {
    const token = forge(parts)
    // The session is known to the node, so that nothing is rejected for want of it.
    expect(await ask(app, 'GET', '/v1/me', { token: parts.token })).toMatchObject({ status: 200 })
    const [http] = await Promise.all([
      ask(app, 'GET', '/v1/me', { token }),
      expect(join(app, 'posts', token)).rejects.toMatchObject({ data: { code: 'unauthenticated' } }),
    ])
    expect(http).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })
})

describe.each(namespaces)('the namespace /%s', namespace => {
  it.each([[undefined], [null], [''], [7], [true], [[]], [{}], [{ $ne: null }], ['x'.repeat(40_000)]])(
    'cannot be joined with the token %j',
    async token => {
      const rejected = join(app, namespace, token)
      await expect(rejected).rejects.toMatchObject({ data: { code: 'unauthenticated', detail: expect.any(String) } })
    },
  )

  it('cannot be joined with a token outside the auth payload', async () => {
    const elsewhere = {
      auth: {},
      query: { token: parts.token, access_token: parts.token },
      extraHeaders: { authorization: `Bearer ${parts.token}`, cookie: `token=${parts.token}` },
    }
    const rejected = join(app, namespace, null, elsewhere)
    await expect(rejected).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
  })
})

describe('the Authorization header', () => {
  const me = (authorization: string, path = '/v1/me') => ask(app, 'GET', path, { headers: { authorization } })

  it.each(['Basic', 'Token', 'JWT', 'DPoP', 'BearerBearer', 'Bearer Bearer', 'Bearer:', 'none', ''])(
    'with the scheme %j is rejected',
    async scheme => {
      expect(await me(`${scheme} ${parts.token}`)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    },
  )

  it('with quotes, with two tokens or with none is rejected', async () => {
    const { token } = parts
    for (const header of [
      `Bearer "${token}"`,
      `Bearer ${token}, Bearer ${token}`,
      `Bearer ${token} ${token}`,
      'Bearer',
      'Bearer ',
    ])
      expect(await me(header)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  it('accepts the scheme in any case, as RFC 9110 says', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER'])
      expect(await me(`${scheme} ${parts.token}`)).toMatchObject({ status: 200 })
  })

  it('of 64 kB and of 1 MB is rejected without searching it', async () => {
    for (const size of [64 * 1024, 1024 * 1024]) {
      // The server closes the connection while the rest of the header is still being written.
      const outcome = await me(`Bearer ${'a'.repeat(size)}`).then(
        ({ status }) => status,
        ({ code }) => code,
      )
      expect([431, 'ECONNRESET', 'EPIPE']).toContain(outcome)
    }
  })

  it('is the only place for a token over HTTP', async () => {
    const { token } = parts
    const elsewhere = [
      ask(app, 'GET', `/v1/me?access_token=${token}&token=${token}&authorization=Bearer%20${token}`),
      ask(app, 'GET', '/v1/me', {
        headers: { cookie: `token=${token}; accessToken=${token}; Authorization=Bearer ${token}` },
      }),
      ask(app, 'GET', '/v1/me', { headers: { 'x-access-token': token, 'x-authorization': `Bearer ${token}` } }),
      ask(app, 'GET', '/v1/me', { headers: { 'proxy-authorization': `Bearer ${token}` } }),
      ask(app, 'POST', '/v1/posts', { body: { caption: 'Hello', accessToken: token, token } }),
    ]
    for (const answer of await Promise.all(elsewhere)) expect(answer).toMatchObject({ status: 401 })
  })

  it('that is wrong is rejected even when none is needed', async () => {
    expect(await me('Bearer x', `/v1/users/${ann.name}`)).toMatchObject({ status: 401 })
    expect(await ask(app, 'GET', `/v1/users/${ann.name}`)).toMatchObject({ status: 200 })
  })
})

describe('several secrets', () => {
  const [old, present, next] = ['old', 'present', 'next'].map(name => `${name} secret `.padEnd(40, '0123456789')) as [
    string,
    string,
    string,
  ]
  const subject = { userId: crypto.randomUUID(), sessionId: crypto.randomUUID(), stage: 'done' } as const

  it('verify each other’s tokens while they overlap, and the newest signs', () => {
    const before = createCredentials([old]).signAccess(subject).token
    const overlapping = createCredentials([present, old])
    expect(overlapping.verifyAccess(before)).toMatchObject({ sub: subject.userId, sid: subject.sessionId })
    expect(createCredentials([present]).verifyAccess(overlapping.signAccess(subject).token)).not.toBeNull()
    expect(createCredentials([old]).verifyAccess(overlapping.signAccess(subject).token)).toBeNull()
    const refreshing = createCredentials([old]).refreshToken(subject.sessionId, 3)
    expect(overlapping.readRefreshToken(refreshing)).toEqual({ sessionId: subject.sessionId, number: 3 })
  })

  it('that are no longer configured verify nothing', () => {
    const { verifyAccess, readRefreshToken } = createCredentials([next, present])
    expect(verifyAccess(createCredentials([old]).signAccess(subject).token)).toBeNull()
    expect(readRefreshToken(createCredentials([old]).refreshToken(subject.sessionId, 1))).toBeNull()
  })
})
