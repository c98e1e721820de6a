import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { MAX_PHOTO_BYTES } from '#contract'
import { useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { type Person, person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import {
  disposition,
  filePart,
  formHead,
  formOf,
  formType,
  type RawPart,
  rawRequest,
  sendForm,
  textPart,
} from '#support/transports/forms'
import { ask } from '#support/transports/http'

const app = useApp()
let ann: Person
let token: string
let bytes: Buffer
beforeAll(async () => {
  ann = await person(app, 'ann')
  token = ann.client.tokens?.accessToken ?? ''
  bytes = await photo()
})

const incoming = async () => (await readdir(join(app.config.dataDir, 'incoming')).catch(() => [])).length
const noneIncoming = () => until(incoming, left => left === 0)
const descriptors = async () => (await readdir('/proc/self/fd')).length
const stillServes = async () => expect(await ann.client.upload(fileOf(bytes))).toMatchObject({ status: 'processing' })

describe('a form is rejected with an error that names the mistake, and the next one is accepted, when', () => {
  const big = Buffer.alloc(300_000, 'x')
  const rows: [title: string, parts: () => RawPart[], fields: Record<string, string>][] = [
    ['its file is called photo', () => [filePart(bytes, 'name="photo"; filename="a.jpg"')], { photo: 'named file' }],
    [
      'its file is called photo and is larger than one read',
      () => [filePart(Buffer.concat([bytes, big]), 'name="photo"; filename="a.jpg"')],
      { photo: 'named file' },
    ],
    ['its file has no name', () => [filePart(bytes, 'filename="a.jpg"')], { body: 'a part without a readable name' }],
    [
      'its file has an empty name',
      () => [filePart(bytes, 'name=""; filename="a.jpg"')],
      { body: 'without a readable name' },
    ],
    [
      'its text has no name',
      () => [{ headers: ['Content-Type: text/plain'], content: 'x' }],
      { body: 'without a readable name' },
    ],
    ['a part has no headers', () => [{ headers: [], content: bytes }], { body: 'a part without a readable name' }],
    [
      'a part is an attachment',
      () => [{ headers: ['Content-Disposition: attachment; filename="a.jpg"'], content: bytes }],
      { body: 'without a readable name' },
    ],
    ['its file has no file name', () => [filePart(bytes, 'name="file"')], { file: 'has no filename' }],
    [
      'a text is sent as a file',
      () => [filePart('Fog', 'name="altText"; filename="a.txt"')],
      { altText: 'must be a text' },
    ],
    ['it has two files', () => [filePart(bytes), filePart(bytes)], { file: 'twice' }],
    [
      'it has two files of other names',
      () => [filePart(bytes), filePart(big, 'name="b"; filename="b"')],
      { b: 'named file' },
    ],
    [
      'it has a text twice',
      () => [textPart('altText', 'a'), textPart('altText', 'b'), filePart(bytes)],
      { altText: 'twice' },
    ],
    ['it has no file', () => [textPart('altText', 'a')], { file: 'is required' }],
    ['it has no parts', () => [], { file: 'is required' }],
    [
      'it has 1,000 parts',
      () => Array.from({ length: 1000 }, (_, i) => textPart(`f${i}`, '')),
      { body: 'more than 20 parts' },
    ],
    [
      'a header is too long',
      () => [{ headers: [`X-Long: ${'x'.repeat(100_000)}`, disposition('name="file"; filename="a"')], content: bytes }],
      { body: 'without a readable name' },
    ],
    [
      'a header has no colon',
      () => [{ headers: ['Content-Disposition'], content: bytes }],
      { body: 'without a readable name' },
    ],
    [
      'a text beside its file has headers that cannot be read',
      () => [{ headers: ['', disposition('name="altText"')], content: 'Fog' }, filePart(bytes)],
      { body: 'without a readable name' },
    ],
    [
      'a text beside its file has no headers',
      () => [filePart(bytes), { headers: [], content: 'Fog' }],
      { body: 'without a readable name' },
    ],
    [
      'it is a form within a form',
      () => [
        {
          headers: [disposition('name="file"'), 'Content-Type: multipart/mixed; boundary=inner'],
          content: '--inner--',
        },
      ],
      { file: 'has no filename' },
    ],
    [
      'its file is sent as base64',
      () => [
        { headers: [...filePart('').headers, 'Content-Transfer-Encoding: base64'], content: bytes.toString('base64') },
      ],
      { file: 'base64' },
    ],
    ['a text has 9 kB', () => [textPart('altText', 'x'.repeat(9000)), filePart(bytes)], { altText: 'too long' }],
    [
      'a text is not UTF-8',
      () => [textPart('altText', Buffer.from([0x66, 0xff, 0xfe])), filePart(bytes)],
      { altText: 'UTF-8' },
    ],
    [
      'a text ends within a character',
      () => [textPart('altText', Buffer.from([0xf0, 0x9f])), filePart(bytes)],
      { altText: 'UTF-8' },
    ],
    [
      'a text holds half of a surrogate pair',
      () => [textPart('altText', Buffer.from([0xed, 0xa0, 0x80])), filePart(bytes)],
      { altText: 'UTF-8' },
    ],
    [
      'a text says that it is UTF-8 and is not',
      () => [textPart('altText', Buffer.from([0xe9]), 'Content-Type: text/plain; charset=utf-8'), filePart(bytes)],
      { altText: 'UTF-8' },
    ],
    [
      'a text is in a character set that nobody knows',
      () => [textPart('altText', 'x', 'Content-Type: text/plain; charset=klingon'), filePart(bytes)],
      { altText: 'character set' },
    ],
    [
      'a text that no operation has is not UTF-8',
      () => [textPart('other', Buffer.from([0xff])), filePart(bytes)],
      { other: 'UTF-8' },
    ],
    [
      'a name is not UTF-8',
      () => [{ headers: [disposition(Buffer.from('name="\xff"', 'latin1'))], content: 'x' }, filePart(bytes)],
      { body: 'name is not UTF-8' },
    ],
    [
      'a name is that of a prototype',
      () => [filePart(bytes, 'name="__proto__"; filename="a"')],
      { ['__proto__']: 'named file' },
    ],
  ]
  it.each(rows)('%s', async (_, parts, fields) => {
    const answer = await sendForm(app, token, formOf(parts()))
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid'])
    expect(answer.text).not.toMatch(/undefined|null|\[object/)
    const said = Object.entries(answer.body.fields as object)
    expect(said).toEqual(Object.entries(fields).map(([name, what]) => [name, expect.stringContaining(what)]))
    await noneIncoming()
    await stillServes()
  })

  it.each<[string, () => Buffer, string]>([
    ['its end is missing', () => formOf([filePart(bytes)], { end: '' }), 'ended before its last boundary'],
    ['it ends within a header', () => formOf([filePart(bytes)]).subarray(0, 60), 'ended before its last boundary'],
    ['it ends within its file', () => formOf([filePart(bytes)]).subarray(0, 800), 'ended before its last boundary'],
    ['it is empty', () => Buffer.alloc(0), 'ended before its last boundary'],
    ['it is text', () => Buffer.from('Dear diary'), 'ended before its last boundary'],
    [
      'something follows a boundary',
      () => Buffer.concat([Buffer.from('--a-boundary-of-testsX\r\n'), formOf([filePart(bytes)]).subarray(23)]),
      'without a readable name',
    ],
    [
      'something stands within its last boundary',
      () => formOf([filePart(bytes)], { end: '--a-boundary-of-testsX--\r\n' }),
      'ended before its last boundary',
    ],
  ])('%s', async (_, body, what) => {
    const answer = await sendForm(app, token, body())
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { body: expect.stringContaining(what) } },
    })
    await noneIncoming()
    await stillServes()
  })

  it.each<[string, string, string]>([
    ['its type names no boundary', 'multipart/form-data', 'boundary'],
    ['its boundary is empty', 'multipart/form-data; boundary=', 'boundary'],
    ['its boundary is empty in quotation marks', 'multipart/form-data; boundary=""', 'boundary'],
    ['its boundary is too long', `multipart/form-data; boundary=${'x'.repeat(71)}`, 'boundary'],
    ['it is no form', 'image/jpeg', 'multipart/form-data'],
    ['it is a form of another kind', 'multipart/mixed; boundary=x', 'multipart/form-data'],
    ['it is an urlencoded form', 'application/x-www-form-urlencoded', 'multipart/form-data'],
  ])('%s', async (_, type, what) => {
    const answer = await sendForm(app, token, formOf([filePart(bytes)]), { 'content-type': type })
    expect(answer).toMatchObject({
      status: 415,
      body: { code: 'unsupported_media', detail: expect.stringContaining(what) },
    })
    await stillServes()
  })

  it('its boundary differs from the one in its type', async () => {
    const type = { 'content-type': 'multipart/form-data; boundary=another' }
    const answer = await sendForm(app, token, formOf([filePart(bytes)]), type)
    expect(answer).toMatchObject({
      status: 422,
      body: { fields: { body: expect.stringContaining('ended before its last boundary, --another--') } },
    })
  })

  it.each(['gzip', 'br', 'x-unknown'])('its body is compressed: %s', async coding => {
    const headers = { 'content-encoding': coding }
    const answer = await sendForm(app, token, gzipSync(formOf([filePart(bytes)])), headers)
    expect(answer).toMatchObject({ status: 415, body: { detail: expect.stringContaining(coding) } })
    await stillServes()
  })
})

describe('a form is accepted', () => {
  it.each<[string, () => RawPart[]]>([
    ['with its texts before the file', () => [textPart('altText', 'Fog'), filePart(bytes)]],
    ['with its texts behind the file', () => [filePart(bytes), textPart('altText', 'Fog')]],
    ['with a text that nothing is known of', () => [filePart(bytes), textPart('altText', 'Fog'), textPart('x', 'y')]],
    [
      'with a text in Latin 1 that says so',
      () => [textPart('altText', 'Fog', 'Content-Type: text/plain; charset=iso-8859-1'), filePart(bytes)],
    ],
    ['with an empty file name', () => [filePart(bytes, 'name="file"; filename=""'), textPart('altText', 'Fog')]],
    [
      'with a file name in another character set',
      () => [filePart(bytes, 'name="file"; filename*=iso-8859-1\'\'%E9%zz'), textPart('altText', 'Fog')],
    ],
    [
      'with a file name that is not UTF-8',
      () => [
        { headers: [disposition(Buffer.from('name="file"; filename="\xff\xfe.jpg"', 'latin1'))], content: bytes },
        textPart('altText', 'Fog'),
      ],
    ],
    [
      'with a file name that holds a NUL',
      () => [filePart(bytes, 'name="file"; filename="a\0b"'), textPart('altText', 'Fog')],
    ],
    [
      'with a path of Windows for a file name',
      () => [filePart(bytes, 'name="file"; filename="C:\\\\photos\\"'), textPart('altText', 'Fog')],
    ],
    [
      'with a file name that leads elsewhere',
      () => [filePart(bytes, 'name="file"; filename="../../../../etc/passwd"'), textPart('altText', 'Fog')],
    ],
    [
      'with names that are not in quotation marks',
      () => [filePart(bytes, 'name=file; filename=a.jpg'), textPart('altText', 'Fog')],
    ],
    [
      'with headers in other letters',
      () => [
        { headers: ['CONTENT-DISPOSITION: FORM-DATA; NAME="file"; FILENAME="a"'], content: bytes },
        textPart('altText', 'Fog'),
      ],
    ],
    [
      'with a folded header',
      () => [
        { headers: ['Content-Disposition: form-data;\r\n name="file";\r\n filename="a"'], content: bytes },
        textPart('altText', 'Fog'),
      ],
    ],
    [
      'as a blob without a file name',
      () => [
        { headers: [disposition('name="file"'), 'Content-Type: application/octet-stream'], content: bytes },
        textPart('altText', 'Fog'),
      ],
    ],
    [
      'with a boundary-like line in a text that is ignored',
      () => [textPart('x', '\r\n--a-boundary\r\n--'), filePart(bytes), textPart('altText', 'Fog')],
    ],
  ])('%s', async (_, parts) => {
    const answer = await sendForm(app, token, formOf(parts()))
    expect(answer).toMatchObject({ status: 202, body: { status: 'processing', altText: 'Fog' } })
  })

  it('with bytes before the first boundary and after the last one', async () => {
    const body = Buffer.concat([Buffer.from('A preamble\r\n'), formOf([filePart(bytes)]), Buffer.from('An epilogue')])
    expect((await sendForm(app, token, body)).status).toBe(202)
  })

  it('byte by byte, in chunks, without a length', async () => {
    const small = await photo({ width: 40, height: 30 })
    const body = formOf([
      textPart('altText', 'Fog'),
      filePart(small),
      textPart('crop', '{"x":0,"y":0,"width":20,"height":20}'),
    ])
    const { write, answer } = rawRequest(app)
    await write(formHead(token, 'Transfer-Encoding: chunked', 'Connection: close'))
    for (const byte of body)
      await write(Buffer.concat([Buffer.from('1\r\n'), Buffer.from([byte]), Buffer.from('\r\n')]))
    await write('0\r\n\r\n')
    expect(await answer).toMatch(/^HTTP\/1.1 202 /)
  })

  it('cut in two at any place', async () => {
    const body = formOf([textPart('altText', 'Fog'), filePart('not a photo')])
    const answers = new Set<string>()
    for (let at = 1; at < body.length; at += 1) {
      const { write, answer } = rawRequest(app)
      await write(formHead(token, `Content-Length: ${body.length}`, 'Connection: close'))
      await write(body.subarray(0, at))
      await write(body.subarray(at))
      answers.add((await answer).split('\r\n\r\n')[1] ?? '')
    }
    expect([...answers]).toEqual([expect.stringContaining('This is a text.')])
  })

  it('with a photo of exactly 25 MiB, while one byte more is too large', async () => {
    const padded = (size: number) => Buffer.concat([bytes, Buffer.alloc(size - bytes.length)])
    const text = textPart('altText', 'x'.repeat(1000))
    expect((await sendForm(app, token, formOf([text, filePart(padded(MAX_PHOTO_BYTES))]))).status).toBe(202)
    for (const chunked of [{}, { 'content-length': undefined, 'transfer-encoding': 'chunked' }]) {
      const answer = await sendForm(app, token, formOf([filePart(padded(MAX_PHOTO_BYTES + 1)), text]), chunked)
      expect(answer).toMatchObject({ status: 413, body: { code: 'too_large' } })
    }
    await noneIncoming()
  })

  it('only up to a bounded size beside its file', async () => {
    const long = Buffer.alloc(MAX_PHOTO_BYTES + 200_000, 'x')
    for (const body of [
      Buffer.concat([long, formOf([filePart(bytes)])]),
      Buffer.concat([formOf([filePart(bytes)]), long]),
    ]) {
      const answer = await sendForm(app, token, body, { 'content-length': undefined, 'transfer-encoding': 'chunked' })
      expect(answer.status).toBe(413)
    }
  })
})

describe('a client that disconnects leaves no file and no descriptor behind', () => {
  const body = () => formOf([textPart('altText', 'Fog'), filePart(Buffer.concat([bytes, Buffer.alloc(500_000)]))])
  it.each<[string, number]>([
    ['before the first part', 0],
    ['within the headers of a part', 40],
    ['behind the first part', 130],
    ['at the beginning of the file', 260],
    ['in the middle of the file', 300_000],
    ['behind the file', -30],
    ['before the last two dashes', -4],
    ['with all but the last byte sent', -1],
  ])('%s', async (_, upTo) => {
    const before = await descriptors()
    const whole = body()
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const { write, socket, answer } = rawRequest(app)
        await write(formHead(token, `Content-Length: ${whole.length + 1}`))
        await write(whole.subarray(0, upTo))
        socket.destroy()
        await answer
      }),
    )
    await noneIncoming()
    await until(descriptors, open => open <= before + 3)
    await stillServes()
  })
})

it.each<[string, RawPart[], RegExp]>([
  ['of its file', [textPart('altText', 'Fog'), filePart('Dear diary '.repeat(100))], /^HTTP\/1.1 415 /],
  ['of its texts', [textPart('altText', Buffer.from([0xff])), filePart('')], /^HTTP\/1.1 422 /],
  ['of its headers', [filePart('', 'name="photo"; filename="a.jpg"')], /^HTTP\/1.1 422 /],
])('a form is rejected for a mistake %s while the rest of it has yet to come', async (_, parts, status) => {
  const { write, socket } = rawRequest(app)
  const answered = new Promise<string>(resolve => socket.once('data', data => resolve(data.toString())))
  await write(formHead(token, 'Content-Length: 1000000'))
  await write(formOf(parts, { end: '' }))
  expect(await answered).toMatch(status)
  socket.destroy()
  await noneIncoming()
})

describe('the announced length', () => {
  it('is rejected when it is too short, and neither what is there nor the rest is accepted', async () => {
    const whole = formOf([filePart(bytes)])
    const { write, answer } = rawRequest(app)
    await write(formHead(token, `Content-Length: ${whole.length - 100}`))
    await write(whole)
    expect(await answer).toMatch(/^HTTP\/1.1 4\d\d /)
    await stillServes()
  })

  it.each(['abc', '-1', '1e3', '99999999999999999999', '10, 20'])('is rejected when it is %s', async length => {
    const { write, answer } = rawRequest(app)
    await write(formHead(token, `Content-Length: ${length}`))
    expect(await answer).toMatch(/^HTTP\/1.1 4\d\d /)
    await stillServes()
  })

  it('is rejected beside chunks, and so are compressed chunks', async () => {
    for (const headers of [
      ['Content-Length: 10', 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: gzip, chunked'],
    ]) {
      const { write, answer } = rawRequest(app)
      await write(formHead(token, ...headers, 'Connection: close'))
      await write('3\r\nabc\r\n0\r\n\r\n')
      expect(await answer, headers.join()).toMatch(/^HTTP\/1.1 4\d\d /)
    }
    await stillServes()
  })
})

describe('a body that waits for 100 Continue', () => {
  it('is asked for and accepted', async () => {
    const whole = formOf([filePart(bytes)])
    const { write, socket, answer } = rawRequest(app)
    const asked = new Promise<string>(resolve => socket.once('data', data => resolve(data.toString())))
    await write(formHead(token, `Content-Length: ${whole.length}`, 'Expect: 100-continue', 'Connection: close'))
    expect(await asked).toMatch(/^HTTP\/1.1 100 Continue/)
    await write(whole)
    expect(await answer).toMatch(/HTTP\/1.1 202 /)
  })

  it.each<[string, string, () => string, string]>([
    ['comes with a dead token', '401', () => 'dead', 'Content-Length: 1000'],
    ['is too large', '413', () => token, `Content-Length: ${MAX_PHOTO_BYTES * 2}`],
    ['is compressed', '415', () => token, 'Content-Encoding: gzip\r\nContent-Length: 1000'],
  ])('is not asked for when it %s', async (_, status, by, header) => {
    const { write, answer } = rawRequest(app)
    await write(formHead(by(), header, 'Expect: 100-continue'))
    expect(await answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })

  it('of JSON is asked for as well', async () => {
    const { write, socket, answer } = rawRequest(app)
    const asked = new Promise<string>(resolve => socket.once('data', data => resolve(data.toString())))
    const headers = [`Authorization: Bearer ${token}`, 'Content-Type: application/json', 'Content-Length: 17']
    await write(
      `POST /v1/posts HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n${headers.join('\r\n')}\r\n\r\n`,
    )
    expect(await asked).toMatch(/^HTTP\/1.1 100 Continue/)
    await write('{"caption":"Fog"}')
    expect(await answer).toMatch(/HTTP\/1.1 201 /)
  })
})

describe('text that is not UTF-8 is rejected', () => {
  it.each(['%ff', '%C3', 'a%ED%A0%80', '%F0%9F%92', '%e9t%e9'])('in a query: %s', async value => {
    const answer = await ask(app, 'GET', `/v1/search/users?q=${value}`, { token })
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', fields: { q: 'is not UTF-8' } } })
  })

  it('in the name of a field of a query', async () => {
    const answer = await ask(app, 'GET', '/v1/search/users?q=ann&%ff=1', { token })
    expect(answer).toMatchObject({ status: 422, body: { fields: { query: 'is not UTF-8' } } })
  })

  it.each(['100%', '%zz', '%C3%A9t%C3%A9', 'caf%C3%A9+au+lait', '%F0%9F%98%80', '%EF%BF%BD'])(
    'but not when it only looks so: %s',
    async value => {
      expect((await ask(app, 'GET', `/v1/search/users?q=${value}`, { token })).status).toBe(200)
    },
  )

  it.each(['gzip', 'deflate'])('and so is compressed JSON: %s', async coding => {
    const headers = { 'content-encoding': coding, 'content-type': 'application/json' }
    const answer = await ask(app, 'POST', '/v1/posts', { token, body: gzipSync('{"caption":"Fog"}'), headers })
    expect(answer).toMatchObject({ status: 415, body: { detail: expect.stringContaining(coding) } })
  })
})

it('a form with thousands of mistakes breaks neither the process nor the next upload', async () => {
  let state = 11
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >> 8) % below
  }
  const bits = [
    '\r\n',
    '\r',
    '--',
    '\r\n--a-boundary-of-tests',
    '--a-boundary-of-tests--',
    '\0',
    '\xff',
    '"',
    ';',
    ':',
    '\r\n\r\n',
  ]
  const whole = formOf([textPart('altText', 'Fog'), filePart('x'.repeat(300)), textPart('crop', 'null')])
  const statuses = new Set<number>()
  for (let i = 0; i < 40; i += 1) {
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => {
        let body = Buffer.from(whole)
        for (let changes = random(4); changes >= 0; changes -= 1) {
          const at = random(body.length)
          const bit = Buffer.from(bits[random(bits.length)] ?? '', 'latin1')
          body = Buffer.concat([body.subarray(0, at), bit, body.subarray(at + random(40))])
        }
        return sendForm(app, token, body)
      }),
    )
    for (const { status, text } of answers) {
      statuses.add(status)
      expect(text).not.toContain('undefined')
    }
  }
  expect([...statuses].sort()).toEqual([415, 422])
  expect(formType).toContain('boundary=')
  await noneIncoming()
  await stillServes()
})
