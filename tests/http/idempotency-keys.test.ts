import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Operation, type OperationName, operations } from '#contract'
import { useApp } from '#support/app/use-app'
import { type Person, people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { type Answer, ask } from '#support/transports/http'

const app = useApp()
let ann: Person
let bob: Person
let postId: string
let conversationId: string
let image: Buffer
beforeAll(async () => {
  ;[ann, bob] = await people(app, ['ann', 'bob'])
  postId = (await bob.client.call('posts.create', { caption: 'Hello' })).id
  conversationId = (await ann.client.call('conversations.open', { usernames: [bob.name] })).id
  image = await photo({ width: 60, height: 40 })
  await ann.client.connect('posts', 'messages', 'users')
})

type Keys = { header?: string; body?: unknown }
/** What each operation that takes a key is asked for, besides the key. */
const inputs: Record<string, () => Record<string, unknown>> = {
  'posts.create': () => ({ caption: 'One' }),
  'comments.create': () => ({ postId, text: 'One' }),
  'messages.send': () => ({ conversationId, text: 'One' }),
  'posts.share': () => ({ postId, usernames: [bob.name], text: 'One' }),
  'activity.clear': () => ({ kind: 'follow' }),
  'collections.create': () => ({ title: 'One' }),
  'conversations.open': () => ({ usernames: [bob.name], title: 'One' }),
  'users.report': () => ({ kind: 'post', id: postId, reason: 'spam' }),
  'media.upload': () => ({ altText: 'One' }),
}
/** What an operation has made; sharing makes messages, clearing a job. */
const madeBy = ({ body }: Pick<Answer, 'body'>) =>
  (body.messages as { id: string }[] | undefined)?.[0]?.id ?? ((body.jobId ?? body.id) as string)
const names = Object.keys(inputs) as OperationName[]
const invalidKey = { status: 422, body: { code: 'invalid', fields: { idempotencyKey: expect.any(String) } } }

/** Asks for an operation over HTTP with a key in the header, the body or both. */
async function call(name: OperationName, { header, body }: Keys): Promise<Answer> {
  const { http, multipart } = operations[name] as Operation
  const [method = '', template = ''] = (http ?? '').split(' ')
  const fields: Record<string, unknown> = { ...inputs[name]?.(), ...(body !== undefined && { idempotencyKey: body }) }
  const path = template.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = String(fields[field])
    delete fields[field]
    return value
  })
  const token = ann.client.tokens?.accessToken ?? ''
  const headers = header === undefined ? {} : { 'idempotency-key': header }
  if (!multipart) return ask(app, method, path, { token, headers, body: fields })
  const form = formOf(fields)
  return ask(app, method, path, { token, body: form.body, headers: { ...headers, 'content-type': form.type } })
}

function formOf(fields: Record<string, unknown>) {
  const boundary = `form-${randomUUID()}`
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`
  const body = Buffer.concat([Buffer.from(parts.join('') + file), image, Buffer.from(`\r\n--${boundary}--\r\n`)])
  return { body, type: `multipart/form-data; boundary=${boundary}` }
}

const keysOf = async () => (await app.query<{ key: string }>('select key from idempotency')).map(row => row.key)

it('every operation that takes a key is covered here', () => {
  const taking = Object.entries<Operation>(operations).filter(([, operation]) => operation.idempotent)
  expect(names.toSorted()).toEqual(taking.map(([name]) => name).toSorted())
})

describe.each(names)('an idempotency key of %s', name => {
  it('is the field of the body when there is no header, and two calls count once', async () => {
    const key = randomUUID()
    const [first, second] = [await call(name, { body: key }), await call(name, { body: key })]
    expect(first.status).toBeLessThan(300)
    expect([second.status, madeBy(second)]).toEqual([first.status, madeBy(first)])
    expect(await keysOf()).toContain(key)
    expect((await call(name, { body: randomUUID() })).status).toBeLessThan(300)
  })

  it('is the same in the header, in the body, in both and over a socket', async () => {
    const key = randomUUID()
    const answers = [
      await call(name, { header: key }),
      await call(name, { body: key }),
      await call(name, { header: key, body: key }),
      await call(name, { header: key.toUpperCase(), body: key }),
      await call(name, { body: key.toUpperCase() }),
    ]
    const ids = answers.map(madeBy)
    if ((operations[name] as Operation).namespace !== null) {
      const options = { transport: 'socket', idempotencyKey: key } as const
      const output: object = await ann.client.call(name, inputs[name]?.() as never, options)
      ids.push(madeBy({ body: output as Answer['body'] }))
    }
    expect(ids).toEqual(ids.map(() => ids[0]))
    expect(ids[0]).toEqual(expect.any(String))
  })

  it('creates one thing when it is sent twenty times at once in the body', async () => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(name, { body: key })))
    expect(new Set(answers.map(madeBy)).size).toBe(1)
  })

  it('that differs between header and body is invalid, and neither is used', async () => {
    const [header, body] = [randomUUID(), randomUUID()]
    expect(await call(name, { header, body })).toMatchObject(invalidKey)
    for (const key of [header, body]) expect(await keysOf()).not.toContain(key)
  })

  it.each<[string, Keys]>([
    ['empty in the body', { body: '' }],
    ['a word in the body', { body: 'first' }],
    ['a number in the body', { body: 7 }],
    ['a UUID with a space behind it in the body', { body: `${randomUUID()} ` }],
    ['a word in the header', { header: 'first' }],
    ['the same word in both', { header: 'first', body: 'first' }],
    ['empty in the header beside a good one', { header: '', body: randomUUID() }],
    ['a good one in the header beside an empty one', { header: randomUUID(), body: '' }],
  ])('is invalid when it is %s', async (_, keys) => {
    expect(await call(name, keys)).toMatchObject(invalidKey)
  })
})

describe.each(names.filter(name => !(operations[name] as Operation).multipart))('in JSON, a key of %s', name => {
  it.each([
    ['null', null],
    ['an object', { a: 1 }],
    ['a list with a good one', [randomUUID()]],
    ['true', true],
  ])('is invalid when it is %s', async (_, body) => {
    expect(await call(name, { body })).toMatchObject(invalidKey)
    expect(await call(name, { header: randomUUID(), body })).toMatchObject(invalidKey)
  })
})

it('a list that contains the key of the header is not that key', async () => {
  const key = randomUUID()
  expect(await call('posts.create', { header: key, body: [key] })).toMatchObject(invalidKey)
})
