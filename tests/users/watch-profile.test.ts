import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { aroundPrivateAccount } from '#support/people/around-private-account'
import { crowd, inside } from '#support/people/crowd'
import { anotherDevice, type Person, people } from '#support/people/people'

const app = useApp()

const around = () => people(app, ['ann', 'bob', 'cy'], 'socket')
const watch = (by: Person, of: Person) => by.client.call('users.watch', { username: of.name })
const next = (by: Person, of: Person, followers: number) =>
  nextEvent(by.client, 'profile.counts', ({ userId, counts }) => userId === of.id && counts.followers === followers)

it('watching a profile begins with its current state', async () => {
  const [ann, bob] = await around()
  await bob.client.call('users.follow', { username: ann.name })
  const { profile } = await bob.client.call('users.watch', { username: ann.name.toUpperCase() })
  expect(profile).toEqual(await bob.client.call('users.get', { username: ann.name }))
  expect(profile).toMatchObject({ id: ann.id, counts: { followers: 1 }, viewer: { relation: 'following' } })
})

it('changes of followers and posts are pushed to watchers of a profile, and to nobody else', async () => {
  const [ann, bob, cy] = await around()
  const heard = await hear(bob.client, 'profile.counts')
  const outside = await hear(cy.client, 'profile.counts')
  await watch(bob, ann)
  await watch(cy, bob)
  const steps = [
    [() => cy.client.call('users.follow', { username: ann.name }), { posts: 0, followers: 1, following: 0 }],
    [() => ann.client.call('users.follow', { username: cy.name }), { posts: 0, followers: 1, following: 1 }],
    [() => ann.client.call('posts.create', { caption: 'Hello' }), { posts: 1, followers: 1, following: 1 }],
    [() => cy.client.call('users.unfollow', { username: ann.name }), { posts: 1, followers: 0, following: 1 }],
    [() => cy.client.call('users.removeFollower', { username: ann.name }), { posts: 1, followers: 0, following: 0 }],
  ] as const
  for (const [act, counts] of steps) {
    await act()
    await until(
      async () => heard.at(-1)?.payload,
      last => JSON.stringify(last) === JSON.stringify({ userId: ann.id, counts }),
    )
  }
  const [post] = (await ann.client.call('users.posts', { username: ann.name })).items
  await ann.client.call('posts.delete', { postId: post?.id ?? '' })
  await until(
    async () => heard.at(-1)?.payload.counts.posts,
    posts => posts === 0,
  )
  expect(heard.every(({ payload }) => payload.userId === ann.id)).toBe(true)
  const other = next(cy, bob, 1)
  await ann.client.call('users.follow', { username: bob.name })
  await other
  expect(outside.map(({ payload }) => payload.userId)).toEqual([bob.id])
})

it('a follow request to a private account counts only when it is accepted', async () => {
  const { owner, pending, stranger } = await aroundPrivateAccount(app, 'socket')
  const heard = await hear(stranger.client, 'profile.counts')
  await watch(stranger, owner)
  await stranger.client.call('users.follow', { username: owner.name })
  const accepted = next(stranger, owner, 2)
  await owner.client.call('users.acceptRequest', { username: pending.name })
  await accepted
  await owner.client.call('users.declineRequest', { username: stranger.name })
  const removed = next(stranger, owner, 1)
  await owner.client.call('users.removeFollower', { username: pending.name })
  await removed
  expect(heard.map(({ payload }) => payload.counts.followers)).toEqual([2, 1])
})

it('nothing is pushed after unwatch', async () => {
  const [ann, bob, cy] = await around()
  const heard = await hear(bob.client, 'profile.counts')
  await watch(bob, ann)
  await watch(bob, cy)
  expect(await bob.client.call('users.unwatch', { username: ann.name })).toEqual({})
  expect(await bob.client.call('users.unwatch', { username: 'nobody.at.all' })).toEqual({})
  const other = next(bob, cy, 1)
  await ann.client.call('users.follow', { username: cy.name })
  await cy.client.call('users.follow', { username: ann.name })
  await other
  const second = next(bob, cy, 2)
  await bob.client.call('users.follow', { username: cy.name })
  await second
  expect(new Set(heard.map(({ payload }) => payload.userId))).toEqual(new Set([cy.id]))
})

it('watching needs a visible user, and ends when access ends', async () => {
  const [ann, bob, cy] = await around()
  const phone = await anotherDevice(app, bob, 'socket')
  await phone.connect('users')
  const heard = [await hear(bob.client, 'profile.counts'), await hear(phone, 'profile.counts')]
  for (const client of [bob.client, phone]) {
    for (const other of [ann, cy]) await client.call('users.watch', { username: other.name })
  }
  await ann.client.call('users.block', { username: bob.name })
  for (const username of [ann.name, 'nobody.at.all']) {
    await expect(bob.client.call('users.watch', { username })).rejects.toMatchObject({ code: 'not_found' })
  }
  const after = [next(bob, cy, 1), next({ ...bob, client: phone }, cy, 1)]
  await cy.client.call('users.follow', { username: ann.name })
  await ann.client.call('users.follow', { username: cy.name })
  await Promise.all(after)
  for (const list of heard) expect(list.map(({ payload }) => payload.userId)).not.toContain(ann.id)
})

it('watching a private account continues after unfollowing it, since its card is public', async () => {
  const { owner, follower } = await aroundPrivateAccount(app, 'socket')
  await watch(follower, owner)
  const left = next(follower, owner, 0)
  await follower.client.call('users.unfollow', { username: owner.name })
  await left
})

it('a profile gets at most five updates a second however many follow, each newer than the last, and the last one exact', async () => {
  const [ann, bob] = await around()
  const everybody = await crowd(app, 200)
  const times: number[] = []
  bob.client.on('profile.counts', () => times.push(performance.now()))
  const heard = await hear(bob.client, 'profile.counts')
  await watch(bob, ann)
  const last = nextEvent(bob.client, 'profile.counts', ({ counts }) => counts.followers === 200, 20_000)
  for (let at = 0; at < 200; at += 5) {
    await Promise.all(
      everybody
        .slice(at, at + 5)
        .map(({ viewer }) => app.run('users.follow', { username: ann.name }, { viewer, from: inside })),
    )
    await new Promise(resolve => setTimeout(resolve, 15))
  }
  const acked = performance.now()
  await last
  expect((times.at(-1) ?? 0) - acked).toBeLessThan(600)
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  expect(times.length).toBeGreaterThan(2)
  expect(times.length).toBeLessThanOrEqual(Math.ceil(seconds * 5) + 1)
  const counts = heard.map(({ payload }) => payload.counts.followers)
  expect(counts).toEqual([...counts].sort((a, b) => a - b))
})
