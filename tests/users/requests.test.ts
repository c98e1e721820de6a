import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { wrongCounts } from '#support/database/follow-counts'
import { caughtUp } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { aroundPrivateAccount } from '#support/people/around-private-account'
import { makePrivate, makePublic, suspend } from '#support/people/change-account'
import { anotherDevice, type Person, people } from '#support/people/people'
import { insertBlock } from '#support/people/relations'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const requestsOf = async ({ client }: Person) =>
  (await client.call('users.followRequests', {})).items.map(one => one.id)
const kindsOf = async ({ client }: Person) =>
  (await client.call('notifications.list', {})).items.map(({ kind, actors }) => [kind, actors.map(one => one.id)])
/** The events each of these gets from now on; earlier ones have arrived. */
async function hearAll(listening: readonly Pick<Person, 'id' | 'client'>[]) {
  const heard = await Promise.all(listening.map(({ client }) => hear(client, 'follow.changed', 'notification.created')))
  await allCaughtUp(listening)
  for (const one of heard) one.length = 0
  return heard
}
async function allCaughtUp(listening: readonly Pick<Person, 'id' | 'client'>[]) {
  for (const stream of ['users', 'notifications'] as const) await caughtUp(app, listening, stream)
}
const cardOf = (by: Person, of: Person) => by.client.call('users.get', { username: of.name })

overBothTransports('a follow request', transport => {
  it('waits for its answer, and grants no access until then', async () => {
    const { owner, pending } = await aroundPrivateAccount(app, transport)
    const { id: postId } = await owner.client.call('posts.create', { caption: 'For friends' })
    expect(await requestsOf(owner)).toEqual([pending.id])
    expect(await kindsOf(owner)).toContainEqual(['follow_request', [pending.id]])
    const username = owner.name
    expect(await cardOf(pending, owner)).toMatchObject({ counts: { followers: 1 }, viewer: { relation: 'requested' } })
    expect((await pending.client.call('users.me', {})).counts.following).toBe(0)
    for (const name of ['users.posts', 'users.followers', 'users.following'] as const) {
      await expect(pending.client.call(name, { username })).rejects.toMatchObject({ code: 'not_found' })
    }
    for (const name of ['posts.get', 'posts.like', 'posts.likers', 'comments.list'] as const) {
      await expect(pending.client.call(name, { postId })).rejects.toMatchObject({ code: 'not_found' })
    }
    expect((await pending.client.call('feed.home', {})).items).toEqual([])
    const { items } = await owner.client.call('users.followers', { username })
    expect(items.map(one => one.id)).not.toContain(pending.id)
  })

  it('grants access when it is accepted, with counts, feed, posts and one notification, however often it is accepted', async () => {
    const { owner, pending, stranger } = await aroundPrivateAccount(app, transport)
    const { id: postId } = await owner.client.call('posts.create', { caption: 'For friends' })
    const phone = { id: pending.id, client: await anotherDevice(app, pending) }
    const listening = [pending, phone, owner, stranger]
    const heard = await hearAll(listening)
    for (let i = 0; i < 2; i += 1) {
      expect(await owner.client.call('users.acceptRequest', { username: pending.name })).toEqual({})
    }
    expect(await cardOf(pending, owner)).toMatchObject({ counts: { followers: 2 }, viewer: { relation: 'following' } })
    expect((await pending.client.call('users.me', {})).counts.following).toBe(1)
    expect((await pending.client.call('feed.home', {})).items.map(post => post.id)).toEqual([postId])
    await pending.client.call('posts.like', { postId })
    expect(await requestsOf(owner)).toEqual([])

    await allCaughtUp(listening)
    const told = heard.map(list =>
      list.flatMap(one => {
        if (one.event === 'follow.changed') return [[one.payload.user.id, one.payload.relation]]
        const { kind, actors } = one.payload.notification
        return kind === 'like' ? [] : [[actors[0]?.id, kind]]
      }),
    )
    const once = [
      [owner.id, 'following'],
      [owner.id, 'follow_accepted'],
    ]
    expect(told.map(list => list.sort((a, b) => String(b[1]).length - String(a[1]).length).reverse())).toEqual([
      once,
      once,
      [],
      [],
    ])
    // Nothing is left of the request, and the account that accepted it is not notified of the new follower.
    expect((await kindsOf(owner)).flatMap(([kind]) => kind)).toEqual(['like', 'follow'])
  })

  it('ends when it is declined, which only the asker’s devices learn; then it can be made again', async () => {
    const { owner, pending, stranger } = await aroundPrivateAccount(app, transport)
    const username = pending.name
    const listening = [pending, owner, stranger]
    const heard = await hearAll(listening)
    expect(await owner.client.call('users.declineRequest', { username })).toEqual({})
    for (const name of ['users.declineRequest', 'users.acceptRequest'] as const) {
      await expect(owner.client.call(name, { username })).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(await cardOf(pending, owner)).toMatchObject({ counts: { followers: 1 }, viewer: { relation: 'none' } })
    expect((await kindsOf(owner)).map(([kind]) => kind)).toEqual(['follow'])
    await allCaughtUp(listening)
    expect(heard.map(list => list.map(one => one.payload))).toMatchObject([
      [{ user: { id: owner.id }, relation: 'none' }],
      [],
      [],
    ])
    expect(await pending.client.call('users.follow', { username: owner.name })).toEqual({ relation: 'requested' })
    expect(await requestsOf(owner)).toEqual([pending.id])
  })

  it('can be withdrawn by its requester', async () => {
    const { owner, pending } = await aroundPrivateAccount(app, transport)
    expect(await pending.client.call('users.unfollow', { username: owner.name })).toEqual({ relation: 'none' })
    expect(await requestsOf(owner)).toEqual([])
    const late = owner.client.call('users.acceptRequest', { username: pending.name })
    await expect(late).rejects.toMatchObject({ code: 'not_found' })
    expect(await cardOf(pending, owner)).toMatchObject({ counts: { followers: 1 }, viewer: { relation: 'none' } })
  })

  it('can be answered by its target only', async () => {
    const { owner, follower, pending, stranger } = await aroundPrivateAccount(app, transport)
    for (const [name, username] of [
      ['users.acceptRequest', pending.name],
      ['users.declineRequest', pending.name],
      ['users.removeFollower', follower.name],
      ['users.acceptRequest', owner.name],
      ['users.removeFollower', owner.name],
      ['users.acceptRequest', 'nobody.at.all'],
      ['users.declineRequest', stranger.name],
      ['users.removeFollower', "o'brien; --"],
    ] as const) {
      await expect(stranger.client.call(name, { username })).rejects.toMatchObject({ code: 'not_found' })
    }
    // Declining needs a request, and removing needs a follower.
    for (const [name, username] of [
      ['users.declineRequest', follower.name],
      ['users.removeFollower', pending.name],
    ] as const) {
      await expect(owner.client.call(name, { username })).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(await requestsOf(owner)).toEqual([pending.id])
    expect((await cardOf(follower, owner)).viewer.relation).toBe('following')
  })

  it('is listed newest first, in pages, without blocked or deleted users', async () => {
    const [owner, ...asking] = await people(app, ['owner', 'a', 'b', 'c', 'd', 'e'], transport)
    await makePrivate(app, owner)
    for (const { client } of asking) await client.call('users.follow', { username: owner.name })
    const [a, b, c, d, e] = asking.map(one => one.id)
    const first = await owner.client.call('users.followRequests', { limit: 2 })
    expect(first.items.map(one => one.id)).toEqual([e, d])
    const second = await owner.client.call('users.followRequests', { limit: 2, cursor: first.nextCursor ?? '' })
    expect(second.items.map(one => one.id)).toEqual([c, b])
    const third = await owner.client.call('users.followRequests', { limit: 2, cursor: second.nextCursor ?? '' })
    expect(third).toMatchObject({ items: [{ id: a }], nextCursor: null })
    await insertBlock(app, b, owner)
    await insertBlock(app, owner, c)
    await suspend(app, d)
    expect(await requestsOf(owner)).toEqual([e, a])
    for (const gone of [asking[1], asking[2], asking[3]]) {
      const late = owner.client.call('users.acceptRequest', { username: gone?.name ?? '' })
      await expect(late).rejects.toMatchObject({ code: 'not_found' })
    }
    expect(await wrongCounts(app)).toEqual([])
  })
})

overBothTransports('removing a follower', transport => {
  it('updates the counts and their feed, and notifies only their own devices', async () => {
    const { owner, follower, stranger } = await aroundPrivateAccount(app, transport)
    const { id: postId } = await owner.client.call('posts.create', { caption: 'For friends' })
    await until(
      () => app.query('select 1 from feed_entry where owner_id = ?', [follower.id]),
      entries => entries.length === 1,
    )
    const listening = [follower, owner, stranger]
    const heard = await hearAll(listening)
    const username = follower.name
    expect(await owner.client.call('users.removeFollower', { username })).toEqual({})
    const again = owner.client.call('users.removeFollower', { username })
    await expect(again).rejects.toMatchObject({ code: 'not_found' })
    expect(await cardOf(follower, owner)).toMatchObject({ counts: { followers: 0 }, viewer: { relation: 'none' } })
    expect((await follower.client.call('users.me', {})).counts.following).toBe(0)
    expect((await follower.client.call('feed.home', {})).items).toEqual([])
    await expect(follower.client.call('posts.get', { postId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await app.query('select 1 from feed_entry where owner_id = ?', [follower.id])).toEqual([])
    await allCaughtUp(listening)
    expect(heard.map(list => list.map(one => one.payload))).toMatchObject([
      [{ user: { id: owner.id }, relation: 'none' }],
      [],
      [],
    ])
  })
})

it('a removed follower of a private account can watch its posts no longer than a second', async () => {
  const { owner, follower } = await aroundPrivateAccount(app, 'socket')
  const { id: postId } = await owner.client.call('posts.create', { caption: 'For friends' })
  const heard = await hear(follower.client, 'post.activity')
  await follower.client.call('posts.watch', { postId })
  await owner.client.call('users.removeFollower', { username: follower.name })
  const { id: own } = await follower.client.call('posts.create', { caption: 'Mine' })
  await follower.client.call('posts.watch', { postId: own })
  await owner.client.call('comments.create', { postId, text: 'Between us' })
  await follower.client.call('posts.like', { postId: own })
  await until(
    async () => heard.map(one => one.payload.postId),
    ids => ids.includes(own),
  )
  expect(heard.map(one => one.payload.postId)).toEqual([own])
})

it('a user who requested before the account went public follows at once', async () => {
  const { owner, pending } = await aroundPrivateAccount(app)
  await makePublic(app, owner)
  expect(await pending.client.call('users.follow', { username: owner.name })).toEqual({ relation: 'following' })
  expect((await cardOf(pending, owner)).counts.followers).toBe(2)
  expect(await wrongCounts(app)).toEqual([])
})
