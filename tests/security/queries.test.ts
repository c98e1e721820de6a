import { beforeAll, describe, expect, it } from 'vitest'
import type { Namespace } from '#contract'
import { useApp } from '#support/app/use-app'
import { callerOf, goodInput, makeWorld, type World } from '#support/security/world'
import { contractOperations, inTurns, type Json, operationOf, requestOf } from '#support/transports/contract-calls'
import { ask } from '#support/transports/http'
import { emit, join } from '#support/transports/sockets'

const app = useApp()
let world: World
beforeAll(async () => {
  world = await makeWorld(app)
})

const reads = contractOperations.filter(([, { kind }]) => kind === 'read')
const overHttp = reads.filter(([, { http }]) => http?.startsWith('GET ')).map(([name]) => name)
const overSockets = reads.filter(([, { namespace }]) => namespace !== null).map(([name]) => name)
const tokenOf = (name: string) => callerOf(name, operationOf(name), world).client.tokens?.accessToken ?? ''

/** What query languages of other systems would take, each of which would show or sort by what is nobody's business. */
const wishes: [string, string][] = [
  ...['include', 'includes', 'populate', 'expand', 'with', 'embed', 'relations', 'join', '$lookup'].map(
    (name): [string, string] => [name, 'author.passwordHash,author.email,sessions'],
  ),
  ...['fields', 'select', 'attributes', '$select', 'columns', 'fields[user]', 'projection'].map(
    (name): [string, string] => [name, 'password_hash,email,phone,totp_secret'],
  ),
  ...['sort', 'order', 'orderBy', 'order_by', 'sort[password_hash]', '$orderby'].map((name): [string, string] => [
    name,
    'password_hash; select pg_sleep(5)--',
  ]),
  ...['where', 'filter', '$filter', 'filter[email][$like]', 'where[status]', 'status[$ne]', '$where', '$or[0][id]'].map(
    (name): [string, string] => [name, "%' or 1=1--"],
  ),
  ...['viewerId', 'userId', 'user', 'as', 'asUser', 'role', 'isAdmin', 'admin', 'debug', '_method', 'callback'].map(
    (name): [string, string] => [name, 'moderator'],
  ),
  ...[
    '__proto__[role]',
    'constructor.prototype.role',
    'limit[$gt]',
    'cursor[]',
    'q[$regex]',
    '[email]',
    '{"email":1}',
  ].map((name): [string, string] => [name, 'x']),
]

/** Without those that are parameters of the operation: these have an error of their own. */
const wishesOf = (name: string) => wishes.filter(([wish]) => !(wish in operationOf(name).input.shape))

/** What changes between two calls for reasons of its own. */
const settled = (body: unknown) =>
  JSON.parse(JSON.stringify(body), (key, value) => (key === 'lastSeenAt' ? null : value)) as Json

describe('parameters to include, select, sort or filter change nothing in the response over HTTP of', () => {
  it.each(overHttp)('%s', async name => {
    const operation = operationOf(name)
    const { path } = requestOf(operation, goodInput(name, operation, world))
    const call = (query: string) => ask(app, 'GET', `${path}${query}`, { token: tokenOf(name) })
    const plain = await call('')
    expect(plain.status).toBe(200)
    await inTurns(wishesOf(name), async ([wish, value]) => {
      const answer = await call(`&${encodeURIComponent(wish)}=${encodeURIComponent(value)}`)
      expect([wish, answer.status, settled(answer.body)]).toEqual([wish, 200, settled(plain.body)])
    })
  })
})

describe('parameters to include, select, sort or filter change nothing in the response over a socket of', () => {
  it.each(overSockets)('%s', async name => {
    const operation = operationOf(name)
    const input = goodInput(name, operation, world)
    const [namespace = ''] = [operation.namespace].flat() as Namespace[]
    const socket = await join(app, namespace, tokenOf(name))
    const plain = await emit(socket, name, input)
    expect(plain.ok).toBe(true)
    await inTurns(wishesOf(name), async ([wish, value]) => {
      for (const more of [value, { $ne: null }, ['author']]) {
        const answer = await emit(socket, name, { ...input, [wish]: more })
        expect([wish, answer.ok, settled(answer.data)]).toEqual([wish, true, settled(plain.data)])
      }
    })
  })
})

describe('a query operator in place of a value', () => {
  it.each(overHttp)('is rejected or ignored by %s', async name => {
    const operation = operationOf(name)
    const good = goodInput(name, operation, world)
    const fields = Object.keys(operation.input.shape).filter(field => !operation.http?.includes(`{${field}}`))
    const { path } = requestOf(
      operation,
      Object.fromEntries(Object.entries(good).filter(([key]) => !fields.includes(key))),
    )
    for (const field of fields) {
      for (const form of [
        `${field}[$ne]=`,
        `${field}[]=x`,
        `${field}[0]=x`,
        `${field}.$gt=`,
        `${field}=x&${field}=y`,
      ]) {
        const { status } = await ask(app, 'GET', `${path}${form}`, { token: tokenOf(name) })
        expect([form, [200, 422].includes(status)]).toEqual([form, true])
      }
    }
  })
})
