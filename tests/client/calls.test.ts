import { describe, expect, it } from 'vitest'
import { createClient, HeliographError } from '#client'
import { type CallOf, type OperationName, operations } from '#contract'
import { useApp } from '#support/app/use-app'
import { clientOf, people } from '#support/people/people'

const app = useApp()

describe('the client', () => {
  it('returns the same over both transports', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    await bob.client.call('users.follow', { username: ann.name })
    const post = await ann.client.call('posts.create', { caption: 'Last light' })
    await bob.client.call('comments.create', { postId: post.id, text: 'What a sky!' })
    const { id } = await bob.client.call('conversations.open', { usernames: [ann.name] })
    await bob.client.call('messages.send', { conversationId: id, text: 'Tomorrow at six?' })
    await ann.client.connect()

    const ask = async <N extends OperationName>(name: N, input: CallOf<N>) => {
      const overHttp = await ann.client.call(name, input, { transport: 'http' })
      expect(await ann.client.call(name, input, { transport: 'socket' }), name).toEqual(overHttp)
      return overHttp
    }
    await ask('users.me', {})
    await ask('users.get', { username: bob.name })
    await ask('users.posts', { username: ann.name, limit: 5 })
    await ask('posts.get', { postId: post.id })
    await ask('comments.list', { postId: post.id })
    await ask('feed.home', {})
    await ask('conversations.get', { conversationId: id })
    await ask('messages.list', { conversationId: id, afterSeq: 0 })
    await ask('notifications.list', {})
    expect((await ask('log.since', { stream: 'messages', seq: 0 })).entries).not.toEqual([])
  })

  it('throws the same error over both transports', async () => {
    const [ann] = await people(app, ['ann'])
    for (const transport of ['http', 'socket'] as const) {
      const missing = ann.client.call('users.get', { username: 'nobody-at-all' }, { transport })
      await expect(missing).rejects.toMatchObject({ name: 'HeliographError', code: 'not_found', status: 404 })
      const invalid = ann.client.call('posts.get', { postId: 'seven' }, { transport })
      await expect(invalid).rejects.toMatchObject({ code: 'invalid', fields: { postId: expect.any(String) } })
    }
  })

  it('creates once when a response is lost and the call is repeated', async () => {
    const [ann] = await people(app, ['ann'])
    let lost = 0
    const forgetful = createClient({
      url: app.url,
      transport: 'http',
      tokens: ann.client.tokens,
      async fetch(input, init) {
        const response = await fetch(input, init)
        if (init?.method === 'POST' && lost++ === 0) throw new TypeError('the line broke')
        return response
      },
    })
    const post = await forgetful.call('posts.create', { caption: 'Once' })
    forgetful.close()
    expect(lost).toBe(2)
    const { items } = await ann.client.call('users.posts', { username: ann.name })
    expect(items.map(each => each.id)).toEqual([post.id])
  })

  it('throws unavailable when nothing responds', async () => {
    const nowhere = createClient({ url: 'http://127.0.0.1:1' })
    const failure = await nowhere.call('auth.signIn', { login: 'ann', password: 'x' }).catch(error => error)
    expect(failure).toBeInstanceOf(HeliographError)
    expect(failure).toMatchObject({ code: 'unavailable', retryable: true })
  })

  it('asks to sign in before it opens a connection', async () => {
    const stranger = clientOf(app)
    await expect(stranger.connect()).rejects.toMatchObject({ code: 'unauthenticated' })
    const watching = stranger.call('posts.watch', { postId: operations['posts.watch'].example.input.postId })
    await expect(watching).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('prefers the socket once it is connected, and HTTP before', async () => {
    const [ann] = await people(app, ['ann'])
    let requests = 0
    const client = createClient({
      url: app.url,
      tokens: ann.client.tokens,
      transports: ['websocket'],
      fetch: (...args) => {
        requests += 1
        return fetch(...args)
      },
    })
    await client.call('users.me', {})
    await client.connect('users')
    await client.call('users.me', {})
    expect(requests).toBe(1)
    client.close()
  })
})
