import { beforeAll, describe, expect, it } from 'vitest'
import { errorsOf } from '#api-docs/calls'
import { type ErrorCode, type Namespace, type Operation, statusOf } from '#contract'
import { useApp } from '#support/app/use-app'
import { callerOf, goodInput, makeWorld, type World } from '#support/security/world'
import {
  contractOperations,
  fieldsOf,
  inTurns,
  type Json,
  missing,
  operationOf,
  requestOf,
  show,
  textOf,
  withField,
} from '#support/transports/contract-calls'
import { ask } from '#support/transports/http'
import { emit, join } from '#support/transports/sockets'

const app = useApp()
let world: World
beforeAll(async () => {
  world = await makeWorld(app)
})

const overHttp = contractOperations
  .filter(([, { http, multipart }]) => http !== null && !multipart)
  .map(([name]) => name)
const overSockets = contractOperations.filter(([, { namespace }]) => namespace !== null).map(([name]) => name)

const texts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  "' or 1=1--",
  '$$',
  '%',
  '_',
  '\\',
  '<img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  'a\r\nBcc: x@example.org\r\n\r\nx',
  '\ufeffx',
  'a\u0085b',
  'a\u202eb\u200b',
  `a${'\u0301'.repeat(1000)}`,
  '\udc00',
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

/** What a call with each hostile value in each field sends. */
const inputsFor = (name: string) => {
  const operation = operationOf(name)
  return fieldsOf(operation).flatMap(field =>
    hostile.map(value => ({ field, value, input: withField(goodInput(name, operation, world), field.path, value) })),
  )
}

/** Some of the texts are names that one may take; nobody else is to be called so. */
const nameBack = () => world.ann.client.call('users.update', { username: world.ann.name })

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

describe('over HTTP, hostile input gets documented responses from', () => {
  async function expectAnswer(name: string, about: string, input: Json, more: ErrorCode[] = [], body?: unknown) {
    const operation = operationOf(name)
    const { method, path, ...rest } = requestOf(operation, input)
    const token = callerOf(name, operation, world).client.tokens?.accessToken ?? ''
    const answer = await ask(app, method, path, { token, ...rest, ...(body !== undefined && { body }) })
    const code = answer.status < 300 ? 'ok' : (answer.body.code as ErrorCode)
    expectDocumented(operation, about, code, answer.body, more)
    if (code !== 'ok') expect([about, answer.status]).toEqual([about, statusOf[code]])
  }

  it.each(overHttp)('%s', async name => {
    const operation = operationOf(name)
    await inTurns(inputsFor(name), async ({ field, value, input }) => {
      // An address with nothing in the place of a field is another one.
      await expectAnswer(name, `${field.path.join('.')}: ${show(value)}`, input, field.isInPath ? ['not_found'] : [])
    })
    await nameBack()
    if (operation.http?.startsWith('GET ')) return
    const input = goodInput(name, operation, world)
    for (const body of ['{', '[]', 'null', '"x"', '7', '\xff', '['.repeat(10_000), `"${'x'.repeat(300_000)}"`])
      await expectAnswer(name, `the body ${body.slice(0, 10)}`, input, [], body)
    expect(({} as Json).polluted).toBeUndefined()
  })

  it.each([
    ['media.upload', 'POST', '/v1/media', 'altText'],
    ['users.setPhoto', 'PUT', '/v1/me/photo', 'crop'],
  ])('%s', async (name, method, path, field) => {
    const type = { 'content-type': 'multipart/form-data; boundary=x' }
    const part = (name: string, value: string, more = '') =>
      `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`
    const file = part('file', tinyGif, '; filename="../../x.php"')
    const forms: string[] = [
      ...['', '--x--\r\n', '--x', file, 'x'.repeat(1000), `--y\r\n${file}--y--\r\n`, `${part('file', '')}--x--\r\n`],
      ...hostile.map(value => `${part(field, textOf(value))}${file}--x--\r\n`),
      ...['__proto__', 'constructor', '', '\0', 'x'.repeat(5000)].map(name => `${part(name, 'x')}${file}--x--\r\n`),
      `${part(field, 'x').repeat(50)}${file}--x--\r\n`,
      `${file.repeat(3)}--x--\r\n`,
    ]
    await inTurns(forms, async form => {
      const body = Buffer.from(form, 'latin1')
      const answer = await ask(app, method, path, {
        token: world.ann.client.tokens?.accessToken ?? '',
        headers: type,
        body,
      })
      const code = answer.status < 300 ? 'ok' : (answer.body.code as ErrorCode)
      expectDocumented(operationOf(name), show(form), code, answer.body)
    })
    expect(({} as Json).x).toBeUndefined()
  })
})

describe('over sockets, hostile input gets documented responses from', () => {
  it.each(overSockets)('%s', async name => {
    const operation = operationOf(name)
    const [namespace = ''] = [operation.namespace].flat() as Namespace[]
    const socket = await join(app, namespace, callerOf(name, operation, world).client.tokens?.accessToken)
    const expectAck = async (about: string, payload: unknown) => {
      const { ok, data, error } = await emit(socket, name, payload)
      expectDocumented(operation, about, ok ? 'ok' : (error?.code as ErrorCode), data, ['invalid', 'too_large'])
    }
    const { namespaceField = '' } = operation
    await inTurns(inputsFor(name), ({ field, value, input }) => {
      const { [namespaceField]: _, ...payload } = input
      return expectAck(`${field.path.join('.')}: ${show(value)}`, payload)
    })
    await nameBack()
    await inTurns(wholes, whole => expectAck(`the payload ${show(whole)}`, whole))
  })
})

const tinyGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64').toString('latin1')
