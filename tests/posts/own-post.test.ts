import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('a post', transport => {
  it('can be edited by its author only', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId, version } = await ann.client.call('posts.create', { caption: 'Frist light' })
    await expect(bob.client.call('posts.edit', { postId, caption: 'Mine' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const location = { name: 'Portland Bill', latitude: 50.5, longitude: -2.45 }
    const edited = await ann.client.call('posts.edit', { postId, caption: 'First light', location })
    expect(edited).toMatchObject({
      caption: 'First light',
      location,
      version: version + 1,
      editedAt: expect.any(String),
    })
    expect(await bob.client.call('posts.get', { postId })).toEqual(edited)
    expect(await ann.client.call('posts.edit', { postId, location: null })).toMatchObject({
      caption: 'First light',
      location: null,
    })
  })

  it('always has words or photos', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const nothing = { code: 'invalid', fields: { caption: expect.any(String) } }
    await expect(ann.client.call('posts.create', { caption: ' \n' })).rejects.toMatchObject(nothing)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Words' })
    await expect(ann.client.call('posts.edit', { postId, caption: '' })).rejects.toMatchObject(nothing)
  })

  it('can be deleted by its author only', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Here' })
    await expect(bob.client.call('posts.delete', { postId })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await bob.client.call('posts.get', { postId })).toMatchObject({ id: postId })
    expect(await ann.client.call('posts.delete', { postId })).toEqual({})
    for (const { client } of [ann, bob]) {
      await expect(client.call('posts.get', { postId })).rejects.toMatchObject({ code: 'not_found' })
    }
    await expect(ann.client.call('posts.delete', { postId })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is deleted with its likes, comments, notifications, feed entries, counts and its appearance in messages', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    for (const one of [bob, cy]) await one.client.call('users.follow', { username: ann.name })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Not for long' })
    await until(
      () => cy.client.call('feed.home', {}),
      feed => feed.items.some(post => post.id === postId),
    )
    await bob.client.call('posts.like', { postId })
    const { id: commentId } = await bob.client.call('comments.create', { postId, text: 'Stay!' })
    await ann.client.call('comments.create', { postId, parentId: commentId, text: 'No.' })
    const { id: conversationId } = await bob.client.call('conversations.open', { usernames: [cy.name] })
    await bob.client.call('messages.send', { conversationId, postId, text: 'Look' })
    expect((await ann.client.call('notifications.unread', {})).unread).toBe(3)
    expect((await bob.client.call('notifications.unread', {})).unread).toBe(1)

    await ann.client.call('posts.delete', { postId })

    expect((await ann.client.call('notifications.list', {})).items.map(one => one.kind)).toEqual(['follow'])
    expect((await ann.client.call('notifications.unread', {})).unread).toBe(1)
    expect((await bob.client.call('notifications.list', {})).items).toEqual([])
    for (const one of [ann, bob, cy]) expect((await one.client.call('feed.home', {})).items).toEqual([])
    expect((await bob.client.call('users.posts', { username: ann.name })).items).toEqual([])
    expect((await bob.client.call('users.get', { username: ann.name })).counts.posts).toBe(0)
    const { items } = await cy.client.call('messages.list', { conversationId })
    expect(items).toMatchObject([{ kind: 'post', text: 'Look', post: null }])
    for (const call of [
      () => bob.client.call('posts.like', { postId }),
      () => bob.client.call('comments.list', { postId }),
      () => bob.client.call('comments.replies', { commentId }),
      () => bob.client.call('comments.delete', { commentId }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})
