import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { expectExactCounts, settled } from '#support/database/exact-counts'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { bringBack, setPostCount } from '#support/people/change-account'
import { ageCodes } from '#support/people/change-code'
import { leave } from '#support/people/leaving'
import { clientOf, newestCode, password, people, person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'
import { disconnected, join } from '#support/transports/sockets'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('deleting an account', transport => {
  it('asks for the password, and does nothing without it', async () => {
    const { client } = await person(app, 'ann', transport)
    for (const currentPassword of ['', 'not the password', `${password} `]) {
      await expect(client.call('users.delete', { currentPassword })).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(await client.call('users.me', {})).toMatchObject({ fullName: 'ann' })
  })

  it('returns until when it can be undone: thirty days', async () => {
    const { undoUntil } = await leave(await person(app, 'ann', transport))
    const days = (Date.parse(undoUntil) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(29.99)
    expect(days).toBeLessThan(30.01)
  })

  it('ends every session at once: tokens are invalid, and sockets close within a second', async () => {
    const ann = await person(app, 'ann', transport)
    const token = ann.client.tokens?.accessToken ?? ''
    const other = clientOf(app)
    await other.signIn(ann.name, password)
    const socket = await join(app, 'feed', other.tokens?.accessToken)
    const closed = disconnected(socket)
    await leave(ann)
    const began = performance.now()
    await closed
    expect(performance.now() - began).toBeLessThan(1000)
    for (const accessToken of [token, other.tokens?.accessToken]) {
      await expect(join(app, 'feed', accessToken)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    }
    await expect(other.call('users.me', {})).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(clientOf(app).signIn(ann.name, password)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('hides the account and its content from everybody at once', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    await ann.client.call('users.follow', { username: bob.name })
    const { id: hers } = await ann.client.call('posts.create', { caption: 'Soon gone' })
    const { id: his } = await bob.client.call('posts.create', { caption: 'Here to stay' })
    await ann.client.call('posts.like', { postId: his })
    const { id: commentId } = await ann.client.call('comments.create', { postId: his, text: 'Lovely' })
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    await ann.client.call('messages.send', { conversationId, text: 'Farewell' })
    await leave(ann)

    const { call } = bob.client
    const gone = { code: 'not_found' }
    await expect(call('users.get', { username: ann.name })).rejects.toMatchObject(gone)
    await expect(call('users.posts', { username: ann.name })).rejects.toMatchObject(gone)
    await expect(call('users.follow', { username: ann.name })).rejects.toMatchObject(gone)
    await expect(call('posts.get', { postId: hers })).rejects.toMatchObject(gone)
    await expect(call('comments.replies', { commentId })).rejects.toMatchObject(gone)
    expect((await call('feed.home', {})).items.map(post => post.id)).toEqual([his])
    expect((await call('posts.likers', { postId: his })).items).toEqual([])
    expect((await call('comments.list', { postId: his })).items).toEqual([])
    expect((await call('users.followers', { username: bob.name })).items).toEqual([])
    expect((await call('users.following', { username: bob.name })).items).toEqual([])
    const found = (await call('users.search', { q: ann.name })).items
    expect(found.map(one => one.id)).not.toContain(ann.id)
    expect((await call('notifications.list', {})).items).toEqual([])
    const [message] = (await call('messages.list', { conversationId })).items
    expect(message).toMatchObject({ text: 'Farewell', sender: { id: ann.id, username: 'deleted', fullName: '' } })
    await expect(clientOf(app).call('users.get', { username: ann.name })).rejects.toMatchObject(gone)
  })

  it('removes its likes, comments and follows from the counts of others, and undeleting restores them', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    await ann.client.call('users.follow', { username: bob.name })
    await bob.client.call('users.follow', { username: ann.name })
    await cy.client.call('users.follow', { username: ann.name })
    const { id: postId } = await bob.client.call('posts.create', { caption: 'Two harbours' })
    const first = await bob.client.call('comments.create', { postId, text: 'A thread' })
    const root = await ann.client.call('comments.create', { postId, text: 'Another' })
    await ann.client.call('comments.create', { postId, text: 'A reply', parentId: first.id })
    await cy.client.call('comments.create', { postId, text: 'To ann', parentId: root.id })
    for (const { client } of [ann, cy]) await client.call('posts.like', { postId })

    const counts = async () => {
      const post = await bob.client.call('posts.get', { postId })
      const { items } = await bob.client.call('comments.list', { postId })
      const profiles = await Promise.all(
        [bob, cy].map(({ name, client }) => client.call('users.get', { username: name })),
      )
      const replies = items.find(comment => comment.id === first.id)?.counts.replies
      return { post: post.counts, replies, people: profiles.map(profile => profile.counts) }
    }
    const before = await counts()
    expect(before).toMatchObject({ post: { likes: 2, comments: 4 }, replies: 1 })
    await leave(ann)
    await settled(app, ann.id)
    expect(await counts()).toEqual({
      post: { ...before.post, likes: 1, comments: 2 },
      replies: 0,
      people: [
        { ...before.people[0], followers: 0, following: 0 },
        { ...before.people[1], following: 0 },
      ],
    })
    await expectExactCounts(app)
    await ann.client.call('users.undelete', { login: ann.name, password })
    await settled(app, ann.id)
    expect(await counts()).toEqual(before)
    await expectExactCounts(app)
  })

  it('notifies the owner by mail, and keeps the address until it is final', async () => {
    const ann = await person(app, 'ann', transport)
    await leave(ann)
    const messages = () => app.query('select subject, text from mail where recipient = ?', [`${ann.name}@example.org`])
    await until(messages, list => JSON.stringify(list).includes('was deleted'))
    const contact = `${ann.name}@example.org`
    await ageCodes(app, contact, 120)
    const again = clientOf(app)
    await again.call('auth.signUp', { contact })
    const code = await newestCode(app, contact)
    await expect(again.call('auth.verify', { code })).rejects.toMatchObject({ code: 'gone' })
    expect(await clientOf(app).call('users.available', { username: ann.name })).toMatchObject({ available: false })
  })
})

it('watchers of a post of a deleted account are removed within a second', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], 'socket')
  const { id: hers } = await ann.client.call('posts.create', { caption: 'Soon gone' })
  const { id: other } = await cy.client.call('posts.create', { caption: 'Here to stay' })
  for (const postId of [hers, other]) await bob.client.call('posts.watch', { postId })
  const heard = await hear(bob.client, 'post.activity')
  await leave(ann)
  await new Promise(resolve => setTimeout(resolve, 1000))
  await app.engine.transact(async ctx => {
    const counts = { likes: 7, comments: 0, shares: 0 }
    for (const postId of [hers, other]) ctx.changed('post', postId, { version: 99, counts })
  })
  await until(
    async () => heard.length,
    length => length > 0,
  )
  expect(heard.map(({ payload }) => payload.postId)).toEqual([other])
})

it('photos of a deleted account are gone even from their URLs, except those it sent', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const posted = await uploadWhole(ann.client, await photo())
  const sent = await uploadWhole(ann.client, await photo({ width: 300 }))
  await ann.client.call('posts.create', { mediaIds: [posted.id], caption: '' })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await ann.client.call('messages.send', { conversationId, mediaId: sent.id })
  const received = (await bob.client.call('messages.list', { conversationId })).items[0]?.media ?? undefined
  const statusOf = async (media: typeof received) =>
    (await fetch(`http://127.0.0.1:${app.port}${media?.image?.variants[0]?.url}`)).status
  expect([await statusOf(posted), await statusOf(received)]).toEqual([200, 200])
  await leave(ann)
  expect([await statusOf(posted), await statusOf(received)]).toEqual([404, 200])
  await ann.client.call('users.undelete', { login: ann.name, password })
  expect(await statusOf(posted)).toBe(200)
})

it('counts are exact for what happens between undeleting and its job', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: postId } = await bob.client.call('posts.create', { caption: 'Quick' })
  const { id: root } = await ann.client.call('comments.create', { postId, text: 'Mine' })
  await bob.client.call('comments.create', { postId, text: 'Yours', parentId: root })
  await ann.client.call('posts.like', { postId })
  await ann.client.call('users.follow', { username: bob.name })
  await bob.client.call('users.follow', { username: ann.name })
  await leave(ann)
  await settled(app, ann.id)
  // As if no worker had run: her actions now meet uncounted rows.
  await bringBack(app, ann)
  await ann.client.signIn(ann.name, password)
  await ann.client.call('posts.unlike', { postId })
  await expectExactCounts(app)
  await ann.client.call('posts.like', { postId })
  await ann.client.call('users.unfollow', { username: bob.name })
  await bob.client.call('users.unfollow', { username: ann.name })
  await expectExactCounts(app)
  await ann.client.call('users.follow', { username: bob.name })
  await bob.client.call('comments.delete', { commentId: root })
  await expectExactCounts(app)
  await app.engine.transact(async ctx => ctx.enqueue('account.settle', { userId: ann.id }))
  await settled(app, ann.id)
  await expectExactCounts(app)
  // Her deleted comment stays without text, for bob's reply.
  expect((await bob.client.call('posts.get', { postId })).counts).toMatchObject({ likes: 1, comments: 1 })
  expect((await bob.client.call('users.me', {})).counts).toMatchObject({ followers: 1, following: 0 })
})

it('a deletion with many rows updates counts in steps', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  await app.query(
    `with written as (
      insert into post (author_id, status, published_at, like_count, comment_count)
      select ?, 'published', now(), 1, 1 from generate_series(1, 2500) returning id
    ), liked as (insert into post_like (post_id, user_id) select id, ? from written)
    insert into comment (post_id, author_id, text) select id, ?, 'Word' from written`,
    [bob.id, ann.id, ann.id],
  )
  await setPostCount(app, bob, 2500)
  await expectExactCounts(app)
  await leave(ann)
  await settled(app, ann.id)
  await expectExactCounts(app)
  const counted = await app.query('select 1 from post where author_id = ? and like_count + comment_count > 0', [bob.id])
  expect(counted).toEqual([])
})
