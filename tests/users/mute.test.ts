import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { caughtUp, headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { makeLarge } from '#support/people/change-account'
import { anotherDevice, type Person, people } from '#support/people/people'
import { emptyFeed } from '#support/posts/insert-rows'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const mute = ({ client }: Person, { name }: Person) => client.call('users.mute', { username: name })
const unmute = ({ client }: Person, { name }: Person) => client.call('users.unmute', { username: name })
const follow = ({ client }: Person, { name }: Person) => client.call('users.follow', { username: name })
const post = async ({ client }: Person, caption = 'Hello') => (await client.call('posts.create', { caption })).id
const captions = (list: { items: { caption: string }[] }) => list.items.map(one => one.caption)

overBothTransports('muting', transport => {
  it('removes posts of the muted user from the feed, even of a large account, and unmuting restores them', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    for (const other of [bob, cy]) await follow(ann, other)
    await post(bob, 'Bob’s')
    await post(cy, 'Cy’s')
    await post(ann, 'Mine')
    const feed = () => ann.client.call('feed.home', {})
    await until(feed, ({ items }) => items.length === 3)
    await mute(ann, bob)
    expect(captions(await feed())).toEqual(['Mine', 'Cy’s'])
    for (const author of [bob, cy]) await makeLarge(app, author)
    await emptyFeed(app, ann)
    expect(captions(await feed())).toEqual(['Mine', 'Cy’s'])
    await unmute(ann, bob)
    expect(captions(await feed())).toEqual(['Mine', 'Cy’s', 'Bob’s'])
  })

  it('removes actions of the muted user from the notifications, their count and pending ones', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const postId = await post(ann)
    await follow(bob, ann)
    for (const one of [bob, cy]) await one.client.call('posts.like', { postId })
    await mute(ann, bob)
    const heard = await hear(ann.client, 'notification.created')
    await bob.client.call('comments.create', { postId, text: 'Hello?' })
    await cy.client.call('comments.create', { postId, text: 'Hello!' })
    await caughtUp(app, [ann], 'notifications')
    expect(heard.map(({ payload }) => payload.notification.comment?.text)).toEqual(['Hello!'])
    const shown = (await ann.client.call('notifications.list', {})).items
    expect(shown).toMatchObject([
      { kind: 'comment', actors: [{ id: cy.id }] },
      { kind: 'like', actors: [{ id: cy.id }], actorCount: 1 },
    ])
    expect(await ann.client.call('notifications.unread', {})).toEqual({ unread: 2 })
    const { entries } = await ann.client.call('log.since', { stream: 'notifications', seq: 0 })
    expect(JSON.stringify(entries)).not.toContain(bob.id)
    await unmute(ann, bob)
    expect(await ann.client.call('notifications.unread', {})).toEqual({ unread: 4 })
  })

  it('changes nothing else, and the muted user cannot tell', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await follow(ann, bob)
    await follow(bob, ann)
    const postId = await post(ann, 'Ann’s')
    const bobs = await post(bob, 'Bob’s')
    const seenByBob = async () => {
      const username = ann.name
      const calls = [
        bob.client.call('users.get', { username }),
        bob.client.call('users.posts', { username }),
        bob.client.call('users.me', {}),
        bob.client.call('notifications.list', {}),
      ]
      return [await Promise.all(calls), await headOf(app, bob.id, 'users'), await headOf(app, bob.id, 'messages')]
    }
    const before = await seenByBob()
    await mute(ann, bob)
    expect(await seenByBob()).toEqual(before)

    const { client } = ann
    const profile = await client.call('users.get', { username: bob.name })
    expect(profile.viewer).toEqual({ relation: 'following', followedBy: true, blocking: false, muting: true })
    expect(captions(await client.call('users.posts', { username: bob.name }))).toEqual(['Bob’s'])
    expect(await client.call('posts.get', { postId: bobs })).toMatchObject({ caption: 'Bob’s' })
    const { id: commentId } = await bob.client.call('comments.create', { postId, text: 'Hi' })
    expect((await client.call('comments.list', { postId })).items).toMatchObject([{ id: commentId }])
    const { id: conversationId } = await bob.client.call('conversations.open', { usernames: [ann.name] })
    const heard = await hear(client, 'message.received')
    await bob.client.call('messages.send', { conversationId, text: 'Psst' })
    await caughtUp(app, [ann], 'messages')
    expect(heard).toMatchObject([{ payload: { message: { text: 'Psst' } } }])
    expect((await client.call('conversations.list', {})).items).toMatchObject([{ id: conversationId, unread: 1 }])
  })

  it('needs a visible user other than oneself, and counts once when repeated', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const listed = async () => (await ann.client.call('users.muted', {})).items.map(user => user.id)
    await expect(mute(ann, ann)).rejects.toMatchObject({ code: 'invalid' })
    const nobody = { ...bob, name: 'nobody.at.all' }
    for (const way of [mute, unmute]) await expect(way(ann, nobody)).rejects.toMatchObject({ code: 'not_found' })
    for (let i = 0; i < 2; i += 1) expect(await mute(ann, bob)).toEqual({})
    await mute(ann, { ...cy, name: cy.name.toUpperCase() })
    expect(await listed()).toEqual([cy.id, bob.id])
    expect((await bob.client.call('users.muted', {})).items).toEqual([])
    // A user who blocks the viewer is not found, muted or not.
    await cy.client.call('users.block', { username: ann.name })
    expect(await listed()).toEqual([bob.id])
    await expect(mute(ann, cy)).rejects.toMatchObject({ code: 'not_found' })
    expect(await unmute(ann, cy)).toEqual({})
    await expect(unmute(ann, cy)).rejects.toMatchObject({ code: 'not_found' })
    for (let i = 0; i < 2; i += 1) expect(await unmute(ann, bob)).toEqual({})
    expect(await listed()).toEqual([])
  })
})

it('new posts of a muted user are pushed to no device of the viewer, but to other followers', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  for (const one of [ann, cy]) await follow(one, bob)
  await follow(ann, cy)
  await mute(ann, bob)
  const phone = await anotherDevice(app, ann)
  const heard = await Promise.all([ann.client, phone, cy.client].map(client => hear(client, 'feed.post')))
  await post(bob, 'Muted')
  await until(
    async () => heard[2]?.length ?? 0,
    count => count === 1,
  )
  await post(cy, 'Heard')
  for (const list of heard) {
    await until(
      async () => list.map(one => one.payload.post.caption),
      told => told.includes('Heard'),
    )
  }
  expect(heard.map(list => list.map(one => one.payload.post.caption))).toEqual([
    ['Heard'],
    ['Heard'],
    ['Muted', 'Heard'],
  ])
})

it('muting tells the viewer’s devices which notifications are left', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const postId = await post(ann)
  for (const one of [bob, cy]) await one.client.call('posts.like', { postId })
  const phone = { id: ann.id, client: await anotherDevice(app, ann) }
  const heard = await hear(phone.client, 'notification.created')
  await mute(ann, bob)
  await caughtUp(app, [phone], 'notifications')
  expect(heard.map(one => one.payload)).toMatchObject([
    { notification: { kind: 'like', actors: [{ id: cy.id }], actorCount: 1 }, unread: 1 },
  ])
})
