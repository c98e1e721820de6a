import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Transport } from '#client'
import { useApp } from '#support/app/use-app'
import { type Person, people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'

const app = useApp()
let image: Blob
let other: Blob
beforeAll(async () => {
  image = fileOf(await photo({ width: 60, height: 40 }))
  other = fileOf(await photo({ width: 40, height: 60 }))
})

type Options = { transport: Transport; idempotencyKey: string }
type Act = {
  /** The same thing each time, or with `changed` another thing. */
  make(options: Options, changed?: boolean): Promise<{ id: string }>
  rows: string
}

/** Operations that create something, set up for two users. */
const acts: Record<string, (ann: Person, bob: Person) => Promise<Act>> = {
  'posts.create': async ({ id, client }) => ({
    make: (options, changed) => client.call('posts.create', { caption: changed ? 'Two' : 'One' }, options),
    rows: `select id from post where author_id = '${id}'`,
  }),
  'comments.create': async ({ id, client }) => {
    const { id: postId } = await client.call('posts.create', { caption: 'Hello' })
    return {
      make: (options, changed) => client.call('comments.create', { postId, text: changed ? 'Two' : 'One' }, options),
      rows: `select id from comment where author_id = '${id}'`,
    }
  },
  'messages.send': async ({ id, client }, bob) => {
    const { id: conversationId } = await client.call('conversations.open', { usernames: [bob.name] })
    return {
      make: (options, changed) =>
        client.call('messages.send', { conversationId, text: changed ? 'Two' : 'One' }, options),
      rows: `select id from message where sender_id = '${id}'`,
    }
  },
  'posts.share': async ({ id, client }, bob) => {
    const { id: postId } = await client.call('posts.create', { caption: 'Hello' })
    const usernames = [bob.name]
    return {
      async make(options, changed) {
        const input = { postId, usernames, text: changed ? 'Two' : 'One' }
        const { messages } = await client.call('posts.share', input, options)
        return { id: messages[0]?.id ?? '' }
      },
      rows: `select id from message where sender_id = '${id}'`,
    }
  },
  'conversations.open': async ({ id, client }, bob) => ({
    make: (options, changed) =>
      client.call('conversations.open', { usernames: [bob.name], title: changed ? 'Two' : 'One' }, options),
    rows: `select conversation_id as id from member where user_id = '${id}'`,
  }),
  'media.upload': async ({ id, client }) => ({
    make: ({ idempotencyKey }, changed) => client.upload(changed ? other : image, {}, { idempotencyKey }),
    rows: `select id from media where owner_id = '${id}'`,
  }),
}

describe.each(Object.entries(acts))('%s', (_, setUp) => {
  it('creates one thing from ten calls at once with one key, over both transports', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    await ann.client.connect('posts', 'messages')
    const { make, rows } = await setUp(ann, bob)
    const idempotencyKey = randomUUID()
    const calls = Array.from({ length: 10 }, (_, i) =>
      make({ transport: i % 2 === 0 ? 'http' : 'socket', idempotencyKey }),
    )
    const ids = (await Promise.all(calls)).map(made => made.id)
    expect(new Set(ids).size).toBe(1)
    expect(await app.query(rows)).toEqual([{ id: ids[0] }])
    // And so it stays, however late the call is repeated.
    expect((await make({ transport: 'http', idempotencyKey })).id).toBe(ids[0])
    expect(await app.query(rows)).toHaveLength(1)
  })

  it('rejects the same key for different input, and accepts another key for the same input', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const { make, rows } = await setUp(ann, bob)
    const idempotencyKey = randomUUID()
    const first = await make({ transport: 'http', idempotencyKey })
    for (const transport of ['http', 'socket'] as const) {
      await expect(make({ transport, idempotencyKey }, true)).rejects.toMatchObject({ code: 'conflict' })
    }
    expect((await make({ transport: 'http', idempotencyKey: randomUUID() })).id).not.toBe(first.id)
    expect(await app.query(rows)).toHaveLength(2)
  })
})

describe('an idempotency key', () => {
  it('belongs to one user', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const options = { idempotencyKey: randomUUID() }
    const made = await Promise.all(
      [ann, bob].map(({ client }) => client.call('posts.create', { caption: 'Hello' }, options)),
    )
    expect(made.map(post => post.author.username)).toEqual([ann.name, bob.name])
  })

  it('counts separately for different operations of one user', async () => {
    const [ann] = await people(app, ['ann'])
    const options = { idempotencyKey: randomUUID() }
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' }, options)
    expect(await ann.client.call('comments.create', { postId, text: 'Hello' }, options)).toMatchObject({ postId })
  })

  it('is not used up by a rejected call', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Quiet', commentsDisabled: true })
    const options = { idempotencyKey: randomUUID() }
    const comment = () => bob.client.call('comments.create', { postId, text: 'Hello' }, options)
    await expect(comment()).rejects.toMatchObject({ code: 'forbidden' })
    await ann.client.call('posts.edit', { postId, commentsDisabled: false })
    expect(await comment()).toMatchObject({ text: 'Hello' })
  })

  it('creates nothing again after its thing is deleted', async () => {
    const [ann] = await people(app, ['ann'])
    const options = { idempotencyKey: randomUUID() }
    const create = () => ann.client.call('posts.create', { caption: 'Hello' }, options)
    await ann.client.call('posts.delete', { postId: (await create()).id })
    await expect(create()).rejects.toMatchObject({ code: 'gone' })
    expect((await ann.client.call('users.posts', { username: ann.name })).items).toEqual([])
  })

  it('must be a UUID', async () => {
    const [ann] = await people(app, ['ann'])
    for (const transport of ['http', 'socket'] as const) {
      const call = ann.client.call('posts.create', { caption: 'Hello' }, { transport, idempotencyKey: 'first' })
      await expect(call).rejects.toMatchObject({ code: 'invalid', fields: { idempotencyKey: expect.any(String) } })
    }
  })
})
