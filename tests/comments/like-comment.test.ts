import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { expectExactCounts, settled } from '#support/database/exact-counts'
import { nextEvent } from '#support/events/next-event'
import { leave } from '#support/people/leaving'
import { clientOf, password, people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('likes of comments', transport => {
  const underPost = async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    const { id: commentId } = await bob.client.call('comments.create', { postId, text: 'One' })
    return { ann, bob, cy, postId, commentId }
  }

  it('count once, and are taken back once', async () => {
    const { ann, bob, cy, postId, commentId } = await underPost()
    const liked = { liked: true, counts: { likes: 1, replies: 0 } }
    const none = { liked: false, counts: { likes: 0, replies: 0 } }
    expect(await ann.client.call('comments.unlike', { commentId })).toEqual(none)
    expect(await cy.client.call('comments.like', { commentId })).toEqual(liked)
    expect(await cy.client.call('comments.like', { commentId })).toEqual(liked)
    const [seen] = (await cy.client.call('comments.list', { postId })).items
    expect(seen).toMatchObject({ counts: { likes: 1 }, viewer: { liked: true } })
    expect(await bob.client.call('comments.get', { commentId })).toMatchObject({
      counts: { likes: 1 },
      viewer: { liked: false },
    })
    expect(await ann.client.call('posts.get', { postId })).toMatchObject({ counts: { likes: 0, comments: 1 } })
    expect(await cy.client.call('comments.unlike', { commentId })).toEqual(none)
    expect(await cy.client.call('comments.unlike', { commentId })).toEqual(none)
    expect(await cy.client.call('comments.get', { commentId })).toMatchObject({
      counts: { likes: 0 },
      viewer: { liked: false },
    })
  })

  it('notify the writer of the comment in one group, and nobody else', async () => {
    const { ann, bob, cy, postId, commentId } = await underPost()
    const told = nextEvent(bob.client, 'notification.created')
    await bob.client.call('comments.like', { commentId })
    await ann.client.call('comments.like', { commentId })
    expect((await told).notification).toMatchObject({
      kind: 'comment_like',
      comment: { id: commentId },
      post: { id: postId },
    })
    await cy.client.call('comments.like', { commentId })
    const list = async () => (await bob.client.call('notifications.list', {})).items
    expect(await list()).toMatchObject([
      { kind: 'comment_like', actors: [{ id: cy.id }, { id: ann.id }], actorCount: 2, comment: { id: commentId } },
    ])
    await cy.client.call('comments.unlike', { commentId })
    expect(await list()).toMatchObject([{ kind: 'comment_like', actors: [{ id: ann.id }], actorCount: 1 }])
    await bob.client.call('users.block', { username: ann.name })
    expect(await list()).toEqual([])
    const kinds = (await ann.client.call('notifications.list', {})).items.map(one => one.kind)
    expect(kinds).not.toContain('comment_like')
  })

  it('need a comment that the viewer can see', async () => {
    const { bob, cy, commentId } = await underPost()
    await bob.client.call('users.block', { username: cy.name })
    for (const name of ['comments.like', 'comments.unlike'] as const) {
      await expect(cy.client.call(name, { commentId })).rejects.toMatchObject({ code: 'not_found' })
    }
    const call = clientOf(app).call('comments.like', { commentId })
    await expect(call).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await bob.client.call('comments.get', { commentId })).toMatchObject({ counts: { likes: 0 } })
  })
})

it('likes of comments count only while the account of their owner is active', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
  const { id: commentId } = await bob.client.call('comments.create', { postId, text: 'One' })
  for (const { client } of [bob, cy]) await client.call('comments.like', { commentId })
  await cy.client.call('comments.create', { postId, text: 'In the thread', parentId: commentId })
  const counts = async () => (await ann.client.call('comments.get', { commentId })).counts
  expect(await counts()).toEqual({ likes: 2, replies: 1 })
  await leave(cy)
  await settled(app, cy.id)
  expect(await counts()).toEqual({ likes: 1, replies: 0 })
  await cy.client.call('users.undelete', { login: cy.name, password })
  await settled(app, cy.id)
  expect(await counts()).toEqual({ likes: 2, replies: 1 })
  await expectExactCounts(app)
})

it('a placeholder goes out of sight when the replies under it no longer count, and comes back with them', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
  const { id: commentId } = await bob.client.call('comments.create', { postId, text: 'One' })
  await cy.client.call('comments.create', { postId, text: 'In the thread', parentId: commentId })
  await bob.client.call('comments.delete', { commentId })
  const ids = async () => (await ann.client.call('comments.list', { postId })).items.map(one => one.id)
  expect(await ids()).toEqual([commentId])
  await leave(cy)
  await settled(app, cy.id)
  expect(await ids()).toEqual([])
  await cy.client.call('users.undelete', { login: cy.name, password })
  await settled(app, cy.id)
  expect(await ids()).toEqual([commentId])
  await expectExactCounts(app)
})
