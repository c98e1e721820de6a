import { beforeAll, describe, expect, it } from 'vitest'
import { type ErrorCode, statusOf } from '#contract'
import { useApp } from '#support/app/use-app'
import { type Person, people } from '#support/people/people'
import { ask, type PrepareContext } from '#support/transports/http'

const app = useApp()
let ann: Person
let token: string
let postId: string
beforeAll(async () => {
  const [first, bob] = await people(app, ['ann', 'bob'])
  ann = first
  token = ann.client.tokens?.accessToken ?? ''
  postId = (await bob.client.call('posts.create', { caption: 'Hello' })).id
})

const get = (path: string) => ask(app, 'GET', path, { token })
const post = (path: string, body: unknown, more: PrepareContext = {}) =>
  ask(app, 'POST', path, { token, body, ...more })
const rejected = (code: ErrorCode, fields?: object) => ({
  status: statusOf[code],
  body: { type: 'about:blank', status: statusOf[code], code, ...(fields && { fields }) },
})
const said = expect.any(String)

describe('a problem document', () => {
  it('has the form of RFC 9457 and is never cached', async () => {
    const { headers, body } = await get('/v1/posts/none')
    expect(headers['content-type']).toBe('application/problem+json')
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toEqual({
      ...{ type: 'about:blank', title: 'Invalid input', status: 422, code: 'invalid' },
      ...{ detail: expect.stringContaining('postId'), fields: { postId: said } },
    })
  })
})

describe('a body', () => {
  const bodies: [string, unknown, ErrorCode, object?][] = [
    ['nothing at all', undefined, 'invalid', { caption: said }],
    ['empty', '', 'invalid', { caption: said }],
    ['an empty object', {}, 'invalid', { caption: said }],
    ['not JSON', '{"caption": ', 'invalid', { body: said }],
    ['JSON with something after it', '{"caption":"x"} x', 'invalid', { body: said }],
    ['JSON with a comment', '{"caption":"x" /* hello */}', 'invalid', { body: said }],
    ['NaN', '{"caption":NaN}', 'invalid', { body: said }],
    ['null', 'null', 'invalid', { body: said }],
    ['a list', '[]', 'invalid', { body: said }],
    ['a string', '"caption"', 'invalid', { body: said }],
    ['a number', '7', 'invalid', { body: said }],
    [
      'invalid UTF-8',
      Buffer.from([...Buffer.from('{"caption":"'), 0xc3, 0x28, ...Buffer.from('"}')]),
      'invalid',
      { body: said },
    ],
    [
      'an overlong NUL',
      Buffer.from([...Buffer.from('{"caption":"'), 0xc0, 0x80, ...Buffer.from('"}')]),
      'invalid',
      { body: said },
    ],
    ['UTF-16', Buffer.from('{"caption":"x"}', 'utf16le'), 'invalid', { body: said }],
    ['a NUL in a text', { caption: 'a\0b' }, 'invalid', { caption: said }],
    ['a lone high surrogate', '{"caption":"\\ud800"}', 'invalid', { caption: said }],
    ['a lone low surrogate', '{"caption":"a\\udc00b"}', 'invalid', { caption: said }],
    ['a number where a text belongs', { caption: 7 }, 'invalid', { caption: said }],
    ['null where a text belongs', { caption: null }, 'invalid', { caption: said }],
    ['an object where a text belongs', { caption: { $ne: null } }, 'invalid', { caption: said }],
    ['a list where a text belongs', { caption: ['x'] }, 'invalid', { caption: said }],
    ['a text where a list belongs', { caption: 'x', mediaIds: 'x' }, 'invalid', { mediaIds: said }],
    [
      'an object where a list belongs',
      { caption: 'x', mediaIds: { length: 1, 0: 'x' } },
      'invalid',
      { mediaIds: said },
    ],
    [
      'a text where a truth value belongs',
      { caption: 'x', commentsDisabled: 'true' },
      'invalid',
      { commentsDisabled: said },
    ],
    ['11 photos', { mediaIds: Array(11).fill(crypto.randomUUID()) }, 'invalid', { mediaIds: said }],
    ['a text of 2,201 characters', { caption: 'x'.repeat(2201) }, 'invalid', { caption: said }],
    ['a text of 200,000 characters', { caption: 'x'.repeat(200_000) }, 'invalid', { caption: said }],
    ['a text of a million characters', { caption: 'x'.repeat(1_000_000) }, 'too_large'],
    [
      'a number beyond all numbers',
      '{"caption":"x","location":{"name":"x","latitude":1e999}}',
      'invalid',
      { 'location.latitude': said },
    ],
    ['a depth of 10,000 lists', `{"caption":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'invalid', { caption: said }],
    [
      'a depth of 10,000 objects',
      `{"location":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
      'invalid',
      { 'location.name': said },
    ],
    ['a depth of 100,000 that is cut off', '['.repeat(100_000), 'invalid', { body: said }],
  ]
  it.each(bodies)('is rejected when it is or has %s', async (_, body, code, fields) => {
    expect(await post('/v1/posts', body)).toMatchObject(rejected(code, fields))
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/xml',
    'text/json',
    'application',
    '',
  ])('is rejected when its type is %j', async type => {
    const answer = await post('/v1/posts', '{"caption":"x"}', { headers: { 'content-type': type } })
    expect(answer).toMatchObject(rejected('unsupported_media'))
  })

  it.each(['application/json', 'APPLICATION/JSON', 'application/json; charset=utf-8', 'application/vnd+json'])(
    'is accepted when its type is %s',
    async type => {
      expect((await post('/v1/posts', '{"caption":"x"}', { headers: { 'content-type': type } })).status).toBe(201)
    },
  )

  it('is read up to the size limit, with any announced length or none', async () => {
    const large = JSON.stringify({ caption: 'x'.repeat(400_000) })
    expect(await post('/v1/posts', large)).toMatchObject(rejected('too_large'))
    const chunked = { headers: { 'content-length': undefined, 'transfer-encoding': 'chunked' } }
    expect(await post('/v1/posts', large, chunked)).toMatchObject(rejected('too_large'))
  })

  it('may have unknown members, and the last of duplicate members counts', async () => {
    const answer = await post(
      '/v1/posts',
      '{"caption":"first","caption":"second","id":"x","likes":1000000,"status":"draft"}',
    )
    expect(answer).toMatchObject({
      status: 201,
      body: { caption: 'second', counts: { likes: 0 }, status: 'published' },
    })
  })

  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    'pollutes no prototype with a member called %s',
    async name => {
      const payload = `{"polluted":true,"caption":"inherited","prototype":{"polluted":true}}`
      const alone = await post('/v1/posts', `{"${name}":${payload}}`)
      expect(alone).toMatchObject(rejected('invalid', { caption: said }))
      const answer = await post(
        '/v1/posts',
        `{"caption":"x","location":{"name":"y","${name}":${payload}},"${name}":${payload}}`,
      )
      expect(answer).toMatchObject({ status: 201, body: { caption: 'x', location: { name: 'y' } } })
      await get(`/v1/posts?${name}=polluted&${name}[polluted]=true&${name}.polluted=true`)
      await get(`/v1/feed?${name}=1&${name}=2`)
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
      expect(({} as Record<string, unknown>).caption).toBeUndefined()
    },
  )

  it('keeps texts as they are: markup, SQL, templates, bidi marks and emoji', async () => {
    const caption = `<script>alert(1)</script> ' or 1=1-- $$ % _ \\ {{7*7}} \${7*7} javascript: \u202e 👩‍👩‍👧‍👦 e\u0301 \u0085 \ufeff`
    const made = await post('/v1/posts', { caption })
    expect(made.body.caption).toBe(caption)
    const { body, headers } = await get(`/v1/posts/${made.body.id}`)
    expect(body.caption).toBe(caption)
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'x-content-type-options': 'nosniff' })
  })
})

describe('a query', () => {
  it.each([
    ...[
      '0',
      '-1',
      '101',
      '1000000000',
      '1e3',
      '1.5',
      '0x10',
      'NaN',
      'Infinity',
      'null',
      'true',
      '',
      ' 5',
      '５',
      '5;drop',
    ],
    ...['99999999999999999999', "1' or '1'='1", '%00', '%ff', '[object Object]', '1e999'],
  ])('is rejected when limit is %j', async limit => {
    const answer = await get(`/v1/feed?limit=${limit.startsWith('%') ? limit : encodeURIComponent(limit)}`)
    expect(answer).toMatchObject(rejected('invalid', { limit: said }))
  })

  it.each(['limit=5&limit=6', 'limit=5&limit=5', 'limit=', 'limit'])('is rejected when it is %s', async query => {
    expect(await get(`/v1/feed?${query}`)).toMatchObject(rejected('invalid', { limit: said }))
  })

  it.each(['limit[]=5', 'limit[gt]=5', 'limit.gt=5', 'LIMIT=0', '[]=1', '&&&', '%', '=', 'constructor=1', 'a=1&a=2'])(
    'has no effect when it is unknown: %s',
    async query => {
      expect(await get(`/v1/feed?${query}`)).toMatchObject({ status: 200 })
    },
  )

  it.each([
    ...['', 'x', '0', '-1', 'null', `' or 1=1--`, 'eyJpZCI6MX0=', '../..', '\0', '\ud800'],
    ...[`9999999999999_${crypto.randomUUID()}x`, `99999999999999_${crypto.randomUUID()}`, crypto.randomUUID()],
  ])('is rejected when cursor is %j', async cursor => {
    const path = `/v1/feed?cursor=${encodeURIComponent(cursor.toWellFormed())}`
    expect(await get(path)).toMatchObject(rejected('invalid', { cursor: said }))
  })

  it('with a forged cursor or one of another list shows nothing that the viewer may not see', async () => {
    for (const at of ['0000000000000', '9999999999999']) {
      const answer = await get(`/v1/notifications?cursor=${at}_${postId}`)
      expect(answer).toMatchObject({ status: 200, body: { items: [] } })
    }
    await Promise.all([1, 2, 3].map(n => post(`/v1/posts/${postId}/comments`, { text: `${n}` })))
    const { body } = await get(`/v1/posts/${postId}/comments?limit=1`)
    for (const path of ['/v1/feed', '/v1/notifications', '/v1/conversations', `/v1/posts/${postId}/likers`]) {
      const answer = await get(`${path}?cursor=${body.nextCursor}`)
      expect(answer.status).toBe(200)
    }
  })

  it('with huge numbers in its cursor never overflows', async () => {
    const { id } = (await post('/v1/conversations', { usernames: [(await people(app, ['cy']))[0].name] })).body
    for (const seq of ['2147483648', '999999999999999']) {
      const path = `/v1/conversations/${id}/messages`
      expect(await get(`${path}?beforeSeq=${seq}`)).toMatchObject({ status: 200 })
      expect(await get(`${path}?afterSeq=${seq}`)).toMatchObject({ status: 200, body: { items: [] } })
      expect(await get(`/v1/me/log/messages?seq=${seq}`)).toMatchObject({ status: 200, body: { reset: true } })
      const reply = await post(path, { text: 'x', replyToSeq: Number(seq) })
      expect(reply).toMatchObject(rejected('invalid', { replyToSeq: said }))
      const read = await ask(app, 'PUT', `/v1/conversations/${id}/read`, { token, body: { seq: Number(seq) } })
      expect(read).toMatchObject({ status: 200, body: { readSeq: 0 } })
    }
  })

  it('rejects a time beyond the calendar of the database', async () => {
    const read = (upTo: string) => ask(app, 'PUT', '/v1/notifications/read', { token, body: { upTo } })
    for (const upTo of [
      '0000-01-01T00:00:00.000Z',
      '2026-02-30T00:00:00.000Z',
      '2026-01-01T25:00:00.000Z',
      '2026-01-01',
      'now',
    ])
      expect(await read(upTo)).toMatchObject(rejected('invalid', { upTo: said }))
    for (const upTo of ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '2024-02-29T12:00:00.000Z'])
      expect(await read(upTo)).toMatchObject({ status: 200 })
  })
})

describe('an id in a path', () => {
  it.each([
    ...[
      '0',
      '1',
      '-1',
      '9223372036854775808',
      '1.5',
      'null',
      'undefined',
      'NaN',
      '*',
      '%00',
      '%27%20or%201=1--',
      '%2e%2e',
    ],
    ...[
      '%F0%9F%92%A9',
      '%ff%fe',
      '%',
      '%E0%A4%A',
      '[object%20Object]',
      '01990a4e-7c00-7000-8000-00000000002',
      '__proto__',
    ],
  ])('is rejected when it is %s, and the post is not deleted', async id => {
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['PUT', '/like'],
      ['GET', '/comments'],
    ] as const) {
      const answer = await ask(app, method, `/v1/posts/${id}${path}`, { token })
      expect([404, 422]).toContain(answer.status)
    }
    expect(await get(`/v1/posts/${postId}`)).toMatchObject({ status: 200 })
  })

  it('of another kind of thing or of nothing is not found', async () => {
    for (const id of [
      ann.id,
      crypto.randomUUID(),
      '00000000-0000-0000-0000-000000000000',
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
    ])
      expect(await get(`/v1/posts/${id}`)).toMatchObject(rejected('not_found'))
  })

  it('wins over the body', async () => {
    const answer = await ask(app, 'PUT', `/v1/posts/${postId}/like`, { token, body: { postId: crypto.randomUUID() } })
    expect(answer).toMatchObject({ status: 200, body: { liked: true } })
  })

  it.each([
    '%00',
    '%ff',
    '%2e%2e',
    'a%2fb',
    "'%20or%201=1--",
    '%25',
    '%5f%5fproto%5f%5f',
    'constructor',
    'x'.repeat(31),
    '_',
    '%',
  ])('or an unknown user name causes no server error: %s', async name => {
    const answer = await get(`/v1/users/${name}`)
    expect([404, 422]).toContain(answer.status)
  })
})

describe('an idempotency key', () => {
  it.each([
    '',
    'x',
    '1',
    '*',
    crypto.randomUUID().slice(1),
    `${crypto.randomUUID()}, ${crypto.randomUUID()}`,
    'x'.repeat(5000),
  ])('is rejected when it is not a UUID: %s', async key => {
    const answer = await post('/v1/posts', { caption: 'x' }, { headers: { 'idempotency-key': key } })
    expect(answer).toMatchObject(rejected('invalid', { idempotencyKey: said }))
  })
})
