import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { nextEvent, until } from '#support/events/next-event'
import { people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('hidden likes', transport => {
  it('are 0 for everybody but the author, wherever the post is shown', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Guess', hideLikes: true })
    await bob.client.call('users.follow', { username: ann.name })
    const liked = { liked: true, counts: { likes: 0, comments: 0, shares: 0 } }
    for (const { client } of [bob, cy]) expect(await client.call('posts.like', { postId })).toEqual(liked)
    expect(await ann.client.call('posts.like', { postId })).toMatchObject({ counts: { likes: 3 } })
    expect(await cy.client.call('posts.unlike', { postId })).toMatchObject({ counts: { likes: 0 } })

    await bob.client.call('posts.save', { postId })
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    await ann.client.call('messages.send', { conversationId, postId })
    const feed = await until(
      () => bob.client.call('feed.home', {}),
      ({ items }) => items.length > 0,
    )
    const { call } = bob.client
    const { items: messages } = await call('messages.list', { conversationId })
    const seen = [
      await call('posts.get', { postId }),
      ...feed.items,
      ...(await call('users.posts', { username: ann.name })).items,
      ...(await call('posts.saved', {})).items,
      ...(await call('posts.liked', {})).items,
      messages[0]?.post,
    ]
    expect(seen).toHaveLength(6)
    for (const post of seen) expect(post).toMatchObject({ id: postId, likesHidden: true, counts: { likes: 0 } })
    expect(await ann.client.call('posts.get', { postId })).toMatchObject({ likesHidden: true, counts: { likes: 2 } })
  })

  it('are listed for the author alone', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Guess', hideLikes: true })
    await bob.client.call('posts.like', { postId })
    await expect(bob.client.call('posts.likers', { postId })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await ann.client.call('posts.likers', { postId })).items).toMatchObject([{ id: bob.id }])
  })

  it('are shown again when the author shows them, and neither counts as an edit', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Guess' })
    await bob.client.call('posts.like', { postId })
    const hidden = await ann.client.call('posts.edit', { postId, hideLikes: true })
    expect(hidden).toMatchObject({ likesHidden: true, counts: { likes: 1 }, editedAt: null })
    expect(await bob.client.call('posts.get', { postId })).toMatchObject({ counts: { likes: 0 } })
    await ann.client.call('posts.edit', { postId, hideLikes: false })
    expect(await bob.client.call('posts.get', { postId })).toMatchObject({ counts: { likes: 1 }, editedAt: null })
    expect((await bob.client.call('posts.likers', { postId })).items).toHaveLength(1)
  })
})

it('updates of a post with hidden likes carry their number to its author alone', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], 'socket')
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Guess', hideLikes: true })
  await ann.client.call('posts.watch', { postId })
  expect(await bob.client.call('posts.watch', { postId })).toMatchObject({ post: { counts: { likes: 0 } } })

  const updates = [ann, bob].map(({ client }) => nextEvent(client, 'post.activity'))
  await cy.client.call('posts.like', { postId })
  expect((await Promise.all(updates)).map(({ counts }) => counts.likes)).toEqual([1, 0])

  const commented = [ann, bob].map(({ client }) =>
    nextEvent(client, 'post.activity', ({ comments }) => comments.length > 0),
  )
  await cy.client.call('comments.create', { postId, text: 'A thousand?' })
  expect((await Promise.all(commented)).map(({ counts }) => counts)).toEqual([
    { likes: 1, comments: 1, shares: 0 },
    { likes: 0, comments: 1, shares: 0 },
  ])
})
