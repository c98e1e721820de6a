import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type ErrorCode, type Namespace, type Operation, operations, statusOf } from '#contract'
import { errorsOf } from '#doors/docs/calls'
import { startApp, type TestApp } from '#support/app'
import { ask } from '#support/http'
import { type Person, people } from '#support/people'
import { emit, join } from '#support/sockets'

type Json = Record<string, unknown>
type Field = { path: string[]; isInPath: boolean }

let app: TestApp
let ann: Person
let bob: Person
let things: Record<string, unknown>
beforeAll(async () => {
  app = await startApp()
  ;[ann, bob] = await people(app, ['ann', 'bob'])
  const { client } = ann
  const { id: postId } = await client.call('posts.create', { caption: 'Hello' })
  const { id: commentId } = await client.call('comments.create', { postId, text: 'Hello' })
  const { id: conversationId } = await client.call('conversations.open', { usernames: [bob.name] })
  const { refreshToken = '' } = bob.client.tokens ?? {}
  things = {
    postId,
    commentId,
    parentId: commentId,
    conversationId,
    refreshToken,
    username: bob.name,
    usernames: [bob.name],
  }
})
afterAll(() => app.close())

const all = Object.entries<Operation>(operations)
const withoutForms = all.filter(([, { multipart }]) => !multipart)
const overHttp = withoutForms.filter(([, { http }]) => http !== null).map(([name]) => name)
const overSockets = all.filter(([, { namespace }]) => namespace !== null).map(([name]) => name)
const operationOf = (name: string) => operations[name as keyof typeof operations] as Operation

const missing = Symbol('missing')
const texts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  "' or 1=1--",
  '%',
  '__proto__',
  'constructor',
  '😀'.repeat(1100),
  'x'.repeat(6000),
]
const numbers = [0, -1, 1.5, 2 ** 31, 2 ** 53 - 1, 1e308]
const times = [
  '0000-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '10000-01-01T00:00:00.000Z',
  '2026-02-30T00:00:00.000Z',
]
const ids = [
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '01990a4e-7c00-7000-8000-00000000002',
]
const cursors = [
  '9999999999999_00000000-0000-0000-0000-000000000000',
  '0000000000000_ffffffff-ffff-ffff-ffff-ffffffffffff',
]
const others: unknown[] = [
  missing,
  null,
  true,
  [],
  {},
  [null],
  [[[]]],
  ['x', 'x'],
  { $ne: null },
  { length: 3 },
  { toString: 'x' },
]
const hostile: unknown[] = [...texts, ...numbers, ...times, ...ids, ...cursors, ...others]
const wholes: unknown[] = [null, 'x', 7, true, [], [{}], {}]

/** Every field of an input, also those within others. */
function fieldsOf({ input, http }: Operation): Field[] {
  type Schema = { properties?: Record<string, Schema>; anyOf?: Schema[] }
  const walk = (schema: Schema, path: string[]): string[][] =>
    [schema, ...(schema.anyOf ?? [])].flatMap(({ properties = {} }) =>
      Object.entries(properties).flatMap(([name, field]) => [[...path, name], ...walk(field, [...path, name])]),
    )
  const paths = walk(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema, [])
  return paths.map(path => ({ path, isInPath: (http ?? '').includes(`{${path[0]}}`) }))
}

/** An input that would be taken: of real things, and a new address each time. */
function goodInput({ input, example }: Operation): Json {
  const real = Object.entries(things).filter(([name]) => name in input.shape)
  const fresh = 'contact' in input.shape && { contact: `a${crypto.randomUUID()}@example.org` }
  return { ...structuredClone(example.input as Json), ...Object.fromEntries(real), ...fresh }
}

function withField(input: Json, [name = '', ...rest]: string[], value: unknown): Json {
  if (rest.length > 0) return { ...input, [name]: withField((input[name] ?? {}) as Json, rest, value) }
  const { [name]: _, ...others } = input
  return value === missing ? others : { ...others, [name]: value }
}

/** What a call with each hostile value in each field sends. */
const inputsFor = (operation: Operation) =>
  fieldsOf(operation).flatMap(field =>
    hostile.map(value => ({ field, value, input: withField(goodInput(operation), field.path, value) })),
  )

const show = (value: unknown) => (value === missing ? 'nothing' : (JSON.stringify(value) ?? '').slice(0, 50))

async function inTurns<T>(list: readonly T[], work: (one: T) => Promise<void>) {
  for (let at = 0; at < list.length; at += 20) await Promise.all(list.slice(at, at + 20).map(work))
}

function expectDocumented(
  operation: Operation,
  about: string,
  code: ErrorCode | 'ok',
  data: unknown,
  more: ErrorCode[] = [],
) {
  const documented = new Set<string>([...errorsOf(operation), ...more, 'ok'])
  for (const fault of ['internal', 'unavailable']) documented.delete(fault)
  expect([about, documented.has(code) ? 'documented' : code]).toEqual([about, 'documented'])
  if (code === 'ok') expect(operation.output.safeParse(data).error).toBeUndefined()
}

describe('over HTTP, hostile input is answered as documented by', () => {
  /** Sign-outs end the session of whoever tries them. */
  const tokenFor = (name: string) => (name.startsWith('auth.') ? bob : ann).client.tokens?.accessToken ?? ''

  async function expectAnswer(name: string, about: string, path: string, body: unknown, more: ErrorCode[] = []) {
    const operation = operationOf(name)
    const [method = ''] = (operation.http ?? '').split(' ')
    const answer = await ask(app, method, path, { token: tokenFor(name), body })
    const code = answer.status < 300 ? 'ok' : (answer.body.code as ErrorCode)
    expectDocumented(operation, about, code, answer.body, more)
    if (code !== 'ok') expect([about, answer.status]).toEqual([about, statusOf[code]])
  }

  it.each(overHttp)('%s', async name => {
    const operation = operationOf(name)
    const [method = '', template = ''] = (operation.http ?? '').split(' ')
    const hasBody = method !== 'GET' && method !== 'DELETE'
    const place = (input: Json) =>
      template.replaceAll(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(textOf(input[field])))

    await inTurns(inputsFor(operation), async ({ field, value, input }) => {
      const about = `${field.path.join('.')}: ${show(value)}`
      const path = hasBody ? place(input) : `${place(input)}?${queryOf(input, template)}`
      // An address with nothing in the place of a field is another one.
      await expectAnswer(name, about, path, hasBody ? input : undefined, field.isInPath ? ['not_found'] : [])
    })
    if (!hasBody) return
    const path = place(goodInput(operation))
    for (const body of ['{', '[]', 'null', '"x"', '7', '\xff', '['.repeat(10_000), `"${'x'.repeat(300_000)}"`])
      await expectAnswer(name, `the body ${body.slice(0, 10)}`, path, body)
  })

  it('media.upload', async () => {
    const type = { 'content-type': 'multipart/form-data; boundary=x' }
    const part = (name: string, value: string, more = '') =>
      `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
    const file = part('file', tinyGif, '; filename="../../x.php"')
    const forms: string[] = [
      ...['', '--x--\r\n', '--x', file, 'x'.repeat(1000), `--y\r\n${file}--y--\r\n`, `${part('file', '')}--x--\r\n`],
      ...hostile.map(value => `${part('altText', textOf(value))}${file}--x--\r\n`),
      ...['__proto__', 'constructor', '', '\0', 'x'.repeat(5000)].map(name => `${part(name, 'x')}${file}--x--\r\n`),
      `${part('altText', 'x').repeat(50)}${file}--x--\r\n`,
      `${file.repeat(3)}--x--\r\n`,
    ]
    await inTurns(forms, async form => {
      const body = Buffer.from(form, 'latin1')
      const answer = await ask(app, 'POST', '/v1/media', { token: tokenFor('media'), headers: type, body })
      const code = answer.status < 300 ? 'ok' : (answer.body.code as ErrorCode)
      expectDocumented(operationOf('media.upload'), show(form), code, answer.body)
    })
    expect(({} as Json).x).toBeUndefined()
  })
})

describe('over sockets, hostile input is answered as documented by', () => {
  it.each(overSockets)('%s', async name => {
    const operation = operationOf(name)
    const [namespace] = [operation.namespace].flat() as Namespace[]
    const socket = await join(app, namespace ?? '', ann.client.tokens?.accessToken)
    const expectAck = async (about: string, payload: unknown) => {
      const { ok, data, error } = await emit(socket, name, payload)
      expectDocumented(operation, about, ok ? 'ok' : (error?.code as ErrorCode), data, ['invalid', 'too_large'])
    }
    const { namespaceField = '' } = operation
    await inTurns(inputsFor(operation), ({ field, value, input }) => {
      const { [namespaceField]: _, ...payload } = input
      return expectAck(`${field.path.join('.')}: ${show(value)}`, payload)
    })
    await inTurns(wholes, whole => expectAck(`the payload ${show(whole)}`, whole))
  })
})

/** As a query or a path would carry it; what is no text there has none. */
const textOf = (value: unknown) => String(typeof value === 'object' ? JSON.stringify(value) : value).toWellFormed()

function queryOf(input: Json, template: string) {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input)) {
    if (template.includes(`{${name}}`)) continue
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, textOf(one))
  }
  return query
}

const tinyGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64').toString('latin1')
