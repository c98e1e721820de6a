import { beforeAll, describe, expect, it } from 'vitest'
import type { Namespace } from '#contract'
import { useApp } from '#support/app/use-app'
import { callerOf, goodInput, makeWorld, type World } from '#support/security/world'
import {
  contractOperations,
  type Field,
  fieldsOf,
  inTurns,
  isId,
  type Json,
  operationOf,
  requestOf,
  show,
  withField,
} from '#support/transports/contract-calls'
import { ask } from '#support/transports/http'
import { emit, join } from '#support/transports/sockets'

const app = useApp()
let world: World
beforeAll(async () => {
  world = await makeWorld(app)
})

const tokenOf = (name: string) => callerOf(name, operationOf(name), world).client.tokens?.accessToken ?? ''

const guesses = [
  ...[0, 1, -1, 2 ** 63, -(2 ** 63), 1.5, '0', '-1', '9223372036854775808', '1.5', 'NaN', '', ' ', '*', '%'],
  ...["' or 1=1--", '__proto__', 'me', 'null', '../me', [], {}, null, true, [[]], { $ne: null }, { id: 'x' }],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ...[
    '550e8400-e29b-41d4-a716-446655440000',
    '01990a4e-7c00-7000-8000-00000000000',
    '01990a4e-7c00-7000-8000-000000000001',
  ],
]

/** What stands for an id that is real, but of another kind of thing or spelled in another way. */
function misplaced(good: Json, field: Field): unknown[] {
  const name = field.path[0] as string
  const own = good[name]
  const kinds = { ...world.things, userId: world.bob.id, sessionId: world.things.sessionId } as Json
  const others = Object.entries(kinds).flatMap(([kind, id]) =>
    kind === name || !kind.endsWith('Id') || !isUuid(id) || id === own || sameKind(kind, name) ? [] : [id],
  )
  if (!isUuid(own)) return others
  return [
    ...others,
    own.toUpperCase(),
    `${own} `,
    ` ${own}`,
    `{${own}}`,
    `urn:uuid:${own}`,
    own.replaceAll('-', ''),
    [own, own],
  ]
}

const isUuid = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)
const sameKind = (a: string, b: string) =>
  [
    ['commentId', 'parentId'],
    ['mediaId', 'mediaIds'],
    ['conversationId', 'conversationIds'],
  ].some(kind => kind.includes(a) && kind.includes(b))

/** Each id of an input replaced by what is none of the kind; a list by a list of it. */
function inputsOf(name: string) {
  const operation = operationOf(name)
  const good = goodInput(name, operation, world)
  return fieldsOf(operation)
    .filter(isId)
    .flatMap(field =>
      [...(field.isList ? guesses.filter(guess => !Array.isArray(guess)) : guesses), ...misplaced(good, field)].map(
        value => ({
          about: `${field.path.join('.')}: ${show(value)}`,
          input: withField(good, field.path, field.isList && !Array.isArray(value) ? [value] : value),
        }),
      ),
    )
}

const withIds = contractOperations.filter(([, operation]) => fieldsOf(operation).some(isId))
const overHttp = withIds.filter(([, { http, multipart }]) => http !== null && !multipart).map(([name]) => name)
const overSockets = withIds.filter(([, { namespace }]) => namespace !== null).map(([name]) => name)
/** One may cease to keep or to follow what there is not, and ask which of one's collections have it: it says nothing about it. */
const mayAnswer = (name: string) => (/\.(unwatch|unsave)$|^collections\.(list|remove)$/.test(name) ? ['ok', 200] : [])
/** What can be called on the real thing without an end to it. */
const isHarmless = (name: string) => !/delete|remove|revoke|resolve|report$|create|edit|send|share/i.test(name)

describe('an id that is guessed, of another kind or spelled differently is not found over HTTP by', () => {
  it.each(overHttp)('%s', async name => {
    await inTurns(inputsOf(name), async ({ about, input }) => {
      const { method, path, body } = { body: undefined, ...requestOf(operationOf(name), input) }
      const answer = await ask(app, method, path, { token: tokenOf(name), ...(body !== undefined && { body }) })
      const expected = [404, 422, ...mayAnswer(name)]
      expect([about, expected.includes(answer.status) ? 'rejected' : answer.status]).toEqual([about, 'rejected'])
    })
    if (!isHarmless(name)) return
    const operation = operationOf(name)
    const { method, path, ...rest } = requestOf(operation, goodInput(name, operation, world))
    expect(await ask(app, method, path, { token: tokenOf(name), ...rest })).toMatchObject({ status: 200 })
  })
})

describe('an id that is guessed, of another kind or spelled differently is not found over a socket by', () => {
  it.each(overSockets)('%s', async name => {
    const [namespace = ''] = [operationOf(name).namespace].flat() as Namespace[]
    const socket = await join(app, namespace, tokenOf(name))
    await inTurns(inputsOf(name), async ({ about, input }) => {
      const { ok, error } = await emit(socket, name, input)
      const code = ok ? 'ok' : error?.code
      const expected = ['not_found', 'invalid', ...mayAnswer(name)]
      expect([about, expected.includes(code ?? '') ? 'rejected' : code]).toEqual([about, 'rejected'])
    })
  })
})

it('the guessed things are still there and unchanged', async () => {
  const { bob, ann, things } = world
  const { postId, commentId, conversationId } = things as Record<string, string>
  expect(await bob.client.call('posts.get', { postId: postId as string })).toMatchObject({ caption: 'Hello' })
  const { items } = await bob.client.call('comments.list', { postId: postId as string })
  expect(items.map(({ id, text }) => [id, text])).toEqual([[commentId, 'Hello']])
  expect(await ann.client.call('conversations.get', { conversationId: conversationId as string })).toMatchObject({
    headSeq: 0,
  })
})

it('both transports have operations with ids to guess', () => {
  expect(overHttp.length).toBeGreaterThan(15)
  expect(overSockets.length).toBeGreaterThan(15)
})
