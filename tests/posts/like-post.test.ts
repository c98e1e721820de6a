import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('likes', transport => {
  it('count once, however often they are given', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const post = await ann.client.call('posts.create', { caption: 'Hello' })
    const first = await bob.client.call('posts.like', { postId: post.id })
    expect(first).toEqual({ liked: true, counts: { likes: 1, comments: 0, shares: 0 } })
    expect(await bob.client.call('posts.like', { postId: post.id })).toEqual(first)
    const seen = await bob.client.call('posts.get', { postId: post.id })
    expect(seen).toMatchObject({ counts: { likes: 1 }, viewer: { liked: true } })
    expect(await ann.client.call('posts.get', { postId: post.id })).toMatchObject({ viewer: { liked: false } })
  })

  it('are taken back once, and the count is never below zero', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    await bob.client.call('posts.like', { postId })
    const none = { liked: false, counts: { likes: 1, comments: 0, shares: 0 } }
    expect(await cy.client.call('posts.unlike', { postId })).toEqual(none)
    const left = { liked: false, counts: { likes: 0, comments: 0, shares: 0 } }
    expect(await bob.client.call('posts.unlike', { postId })).toEqual(left)
    expect(await bob.client.call('posts.unlike', { postId })).toEqual(left)
    expect(await bob.client.call('posts.get', { postId })).toMatchObject({
      counts: { likes: 0 },
      viewer: { liked: false },
    })
  })

  it('of one user for one post are applied in the order of the calls', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    await bob.client.connect('posts')
    const calls = Array.from({ length: 21 }, (_, i) =>
      bob.client.call(i % 2 === 0 ? 'posts.like' : 'posts.unlike', { postId }, { transport: 'socket' }),
    )
    const answers = await Promise.all(calls)
    expect(answers.map(answer => answer.liked)).toEqual(calls.map((_, i) => i % 2 === 0))
    expect(answers.map(answer => answer.counts.likes)).toEqual(calls.map((_, i) => (i % 2 === 0 ? 1 : 0)))
  })

  it('are listed newest first, page by page', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    for (const one of [bob, cy, dan]) await one.client.call('posts.like', { postId })
    const first = await ann.client.call('posts.likers', { postId, limit: 2 })
    expect(first.items.map(user => user.username)).toEqual([dan.name, cy.name])
    const cursor = first.nextCursor ?? ''
    const second = await ann.client.call('posts.likers', { postId, limit: 2, cursor })
    expect(second.items.map(user => user.username)).toEqual([bob.name])
    expect(second.nextCursor).toBeNull()
    await cy.client.call('posts.unlike', { postId })
    const { items } = await ann.client.call('posts.likers', { postId })
    expect(items.map(user => user.username)).toEqual([dan.name, bob.name])
  })

  it('of a missing post are not found', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const postId = '01990a4e-7c00-7000-8000-000000000020'
    for (const name of ['posts.like', 'posts.unlike', 'posts.get', 'posts.likers', 'posts.delete'] as const) {
      await expect(ann.client.call(name, { postId }), name).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})
