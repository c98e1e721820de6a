import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { wrongCounts } from '#support/database/follow-counts'
import { caughtUp, headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { makePrivate } from '#support/people/change-account'
import { crowd, inside } from '#support/people/crowd'
import { anotherDevice, clientOf, type Person, people, person } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const profile = (by: Person, of: Person) => by.client.call('users.get', { username: of.name })

overBothTransports('following', transport => {
  it('happens once, however often it is requested, and can be undone', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    for (let i = 0; i < 2; i += 1) {
      expect(await bob.client.call('users.follow', { username: ann.name })).toEqual({ relation: 'following' })
    }
    expect(await profile(bob, ann)).toMatchObject({
      counts: { followers: 1, following: 0 },
      viewer: { relation: 'following' },
    })
    expect(await profile(ann, bob)).toMatchObject({
      counts: { followers: 0, following: 1 },
      viewer: { relation: 'none', followedBy: true },
    })
    for (let i = 0; i < 2; i += 1) {
      expect(await bob.client.call('users.unfollow', { username: ann.name })).toEqual({ relation: 'none' })
    }
    expect((await profile(bob, ann)).counts).toMatchObject({ followers: 0 })
    expect((await bob.client.call('users.me', {})).counts).toMatchObject({ following: 0 })
  })

  it('a private account only makes a request, and grants no access', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await makePrivate(app, ann)
    for (let i = 0; i < 2; i += 1) {
      expect(await bob.client.call('users.follow', { username: ann.name })).toEqual({ relation: 'requested' })
    }
    expect(await profile(bob, ann)).toMatchObject({ counts: { followers: 0 }, viewer: { relation: 'requested' } })
    await expect(bob.client.call('users.posts', { username: ann.name })).rejects.toMatchObject({ code: 'not_found' })
    expect(await bob.client.call('users.unfollow', { username: ann.name })).toEqual({ relation: 'none' })
    expect((await profile(bob, ann)).counts.followers).toBe(0)
  })

  it('is announced on every device of the follower, and to nobody else', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const phone = { id: bob.id, client: await anotherDevice(app, bob) }
    const heard = await Promise.all([bob, phone, ann, cy].map(one => hear(one.client, 'follow.changed')))
    await bob.client.call('users.follow', { username: ann.name })
    await bob.client.call('users.follow', { username: ann.name })
    await bob.client.call('users.unfollow', { username: ann.name })
    await caughtUp(app, [bob, phone, ann, cy], 'users')
    const told = heard.map(list => list.map(({ payload }) => [payload.user.id, payload.relation]))
    const steps = [
      [ann.id, 'following'],
      [ann.id, 'none'],
    ]
    expect(told).toEqual([steps, steps, [], []])
    expect([await headOf(app, ann.id, 'users'), await headOf(app, cy.id, 'users')]).toEqual([0, 0])
  })

  it('is rejected for oneself and for an unknown user', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const self = ann.client.call('users.follow', { username: ann.name.toUpperCase() })
    await expect(self).rejects.toMatchObject({ code: 'invalid' })
    for (const name of ['users.follow', 'users.unfollow', 'users.get', 'users.posts'] as const) {
      await expect(ann.client.call(name, { username: 'nobody.at.all' })).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

it('follow counts are exact when many follow and unfollow at once', async () => {
  const ann = await person(app, 'ann')
  const everybody = await crowd(app, 60)
  const names = [ann.name, ...everybody.slice(0, 5).map(member => member.name)]
  await Promise.all(
    everybody.map(async ({ viewer, name }, i) => {
      for (let step = 0; step < 10; step += 1) {
        const username = names[(i + step) % names.length] ?? ''
        if (username === name) continue
        const operation = Math.random() < 0.6 ? 'users.follow' : 'users.unfollow'
        await app.run(operation, { username }, { viewer, from: inside })
      }
    }),
  )
  expect(await wrongCounts(app)).toEqual([])
})

it('signed-out viewers see the card of a user, and no posts', async () => {
  const ann = await person(app, 'ann')
  await ann.client.call('posts.create', { caption: 'Hello' })
  const visitor = clientOf(app)
  const card = await visitor.call('users.get', { username: ann.name.toUpperCase() })
  expect(card).toMatchObject({ id: ann.id, username: ann.name, counts: { posts: 1, followers: 0, following: 0 } })
  expect(card.viewer).toEqual({ relation: 'none', followedBy: false, blocking: false, muting: false })
  expect(JSON.stringify(card)).not.toMatch(/example\.org|password|session/)
  await expect(visitor.call('users.posts', { username: ann.name })).rejects.toMatchObject({ code: 'unauthenticated' })
})
