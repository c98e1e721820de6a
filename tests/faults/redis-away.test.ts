import { beforeAll, describe, expect, it } from 'vitest'
import { useCluster } from '#support/cluster/use-cluster'
import { makeOverdue } from '#support/database/jobs'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { makePrivate } from '#support/people/change-account'
import { anotherDevice, clientOf, password, people, person } from '#support/people/people'
import { inFeed } from '#support/posts/in-feed'
import { next, plainSocket } from '#support/transports/plain-socket'

const cluster = useCluster({ worker: true })
const { a, b } = cluster

/** Signs out on the first node; returns how long the sockets on the second stay open, in milliseconds. */
async function signOutAcross() {
  const ann = await person(a, 'ann')
  const sockets = [plainSocket(b, ann, 'messages'), plainSocket(b, ann, 'posts')]
  await Promise.all(sockets.map(socket => next(socket, 'connect')))
  const closed = Promise.all(sockets.map(socket => next(socket, 'disconnect')))
  const began = performance.now()
  await ann.client.call('auth.signOut', {})
  await closed
  return performance.now() - began
}

it('a cluster continues as before when Redis is emptied', async () => {
  const [ann] = await people(a, ['ann'])
  const [bob] = await people(b, ['bob'])
  await bob.client.call('users.follow', { username: ann.name })
  await bob.client.connect('feed', 'messages')
  await cluster.flushRedis()
  expect(await signOutAcross()).toBeLessThan(1000)
  const published = nextEvent(bob.client, 'feed.post')
  const post = await ann.client.call('posts.create', { caption: 'After' })
  expect(await published).toEqual({ post: inFeed(post) })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const arrived = nextEvent(bob.client, 'message.received', () => true, 1500)
  await ann.client.call('messages.send', { conversationId, text: 'Still here' })
  expect(await arrived).toMatchObject({ message: { text: 'Still here' } })
})

describe('while Redis is away', () => {
  beforeAll(() => cluster.stopRedis())

  it('writes are acknowledged and visible on every node, and heads announce them on the other node', async () => {
    const [ann] = await people(a, ['ann'])
    const [bob, cy] = await people(b, ['bob', 'cy'])
    const { id: postId } = await ann.client.call('posts.create', { caption: 'For everybody' })
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    const heard = await hear(bob.client, 'message.received')
    const outside = await hear(cy.client, 'message.received')
    const began = performance.now()
    for (const text of ['One', 'Two', 'Three']) await ann.client.call('messages.send', { conversationId, text })
    expect((await bob.client.call('posts.like', { postId })).counts.likes).toBe(1)
    expect((await ann.client.call('posts.get', { postId })).counts.likes).toBe(1)
    await until(
      async () => heard.length,
      count => count === 3,
    )
    expect(performance.now() - began).toBeLessThan(4000)
    expect(heard.map(one => [one.payload.message.text, one.meta?.seq])).toEqual([
      ['One', 1],
      ['Two', 2],
      ['Three', 3],
    ])
    expect(outside).toEqual([])
  })

  it('the sockets of a session that ends on the other node close within a second', async () => {
    expect(await signOutAcross()).toBeLessThan(1100)
  })

  it('watchers who lose access on the other node are removed within a second', async () => {
    const [owner, ann] = await people(a, ['owner', 'ann'])
    const [bob] = await people(b, ['bob'])
    await bob.client.call('users.follow', { username: owner.name })
    await makePrivate(a, owner)
    const { id: secretId } = await owner.client.call('posts.create', { caption: 'For friends' })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'For everybody' })
    const updates = await hear(bob.client, 'post.activity')
    for (const id of [secretId, postId]) await bob.client.call('posts.watch', { postId: id })
    const there = await anotherDevice(a, bob)
    await there.call('users.unfollow', { username: owner.name })
    // Access may outlive its end by this long.
    await new Promise(resolve => setTimeout(resolve, 1000))
    const ownerOnB = clientOf(b)
    await ownerOnB.signIn(owner.name, password)
    await ownerOnB.call('comments.create', { postId: secretId, text: 'Between us' })
    const annOnB = clientOf(b)
    await annOnB.signIn(ann.name, password)
    const update = nextEvent(bob.client, 'post.activity', one => one.postId === postId)
    await annOnB.call('posts.like', { postId })
    await update
    expect(updates.map(one => one.payload.postId)).toEqual([postId])
  })

  it('strangers who watch an account that goes private on the other node are removed within a second', async () => {
    const [owner, ann] = await people(a, ['owner', 'ann'])
    const [bob, cy] = await people(b, ['bob', 'cy'])
    await bob.client.call('users.follow', { username: owner.name })
    const { id: oldId } = await owner.client.call('posts.create', { caption: 'Of old' })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'For everybody' })
    const updates = await Promise.all([bob, cy].map(one => hear(one.client, 'post.activity')))
    for (const one of [bob, cy]) for (const id of [oldId, postId]) await one.client.call('posts.watch', { postId: id })
    await owner.client.call('users.update', { isPrivate: true })
    // Access may outlive its end by this long.
    await new Promise(resolve => setTimeout(resolve, 1000))
    const ownerOnB = await anotherDevice(b, owner)
    await ownerOnB.call('comments.create', { postId: oldId, text: 'Between us' })
    const last = [bob, cy].map(one => nextEvent(one.client, 'post.activity', update => update.postId === postId))
    await (await anotherDevice(b, ann)).call('posts.like', { postId })
    await Promise.all(last)
    expect(updates.map(list => list.map(one => one.payload.postId))).toEqual([[oldId, postId], [postId]])
  })
})

it('overdue jobs run and pushes cross again when Redis is back, with no number missing', async () => {
  const [ann] = await people(a, ['ann'])
  const [bob] = await people(b, ['bob'])
  await bob.client.call('users.follow', { username: ann.name })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const heard = await hear(bob.client, 'message.received')
  const owed = await ann.client.call('posts.create', { caption: 'Owed' })
  await cluster.startRedisAgain()
  await until(
    async () => {
      // As if the hand-over to the queue had become overdue.
      await makeOverdue(a)
      return (await a.query('select 1 from feed_entry where post_id = ?', [owed.id])).length
    },
    entries => entries === 1,
    15_000,
  )
  expect((await bob.client.call('feed.home', {})).items).toEqual([inFeed(owed)])
  await until(
    async () => {
      const { seq } = await ann.client.call('messages.send', { conversationId, text: 'Again?' })
      const arrived = nextEvent(bob.client, 'message.received', ({ message }) => message.seq === seq, 500)
      return arrived.then(Boolean, () => false)
    },
    live => live,
    15_000,
  )
  const seqs = heard.map(one => one.meta?.seq)
  expect(seqs).toEqual(seqs.map((_, i) => i + 1))
})
