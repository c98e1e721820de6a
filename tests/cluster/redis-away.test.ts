import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TestApp } from '#support/app'
import { type Cluster, startCluster } from '#support/cluster'
import { nextEvent, until } from '#support/events'
import { hear } from '#support/hearing'
import { anotherDevice, clientOf, password, people, person } from '#support/people'
import { next, plainSocket } from '#support/plain-socket'

let cluster: Cluster
let folder: string
let a: TestApp
let b: TestApp
let worker: Awaited<ReturnType<Cluster['startWorker']>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-cluster-'))
  cluster = await startCluster(folder)
  a = cluster.a
  b = cluster.b
  worker = await cluster.startWorker()
})
afterAll(async () => {
  await worker.close()
  await cluster.close()
  await rm(folder, { recursive: true, force: true })
})

/** Signs out on the first node; answers how long the sockets on the second went on, in milliseconds. */
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

it('goes on as before when Redis has been emptied', async () => {
  const [ann] = await people(a, ['ann'])
  const [bob] = await people(b, ['bob'])
  await bob.client.call('users.follow', { username: ann.name })
  await bob.client.connect('feed', 'messages')
  await cluster.flushRedis()
  expect(await signOutAcross()).toBeLessThan(1000)
  const published = nextEvent(bob.client, 'feed.post')
  const post = await ann.client.call('posts.create', { caption: 'After' })
  expect(await published).toEqual({ post })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const arrived = nextEvent(bob.client, 'message.received', () => true, 1500)
  await ann.client.call('messages.send', { conversationId, text: 'Still here' })
  expect(await arrived).toMatchObject({ message: { text: 'Still here' } })
})

it('loses nothing and shows nothing too long while Redis is away, and is live again when it returns', async () => {
  const [ann, owner] = await people(a, ['ann', 'owner'])
  const [bob, cy] = await people(b, ['bob', 'cy'])
  await bob.client.call('users.follow', { username: owner.name })
  await a.query('update users set is_private = true where id = ?', [owner.id])
  const { id: secretId } = await owner.client.call('posts.create', { caption: 'For friends' })
  const { id: postId } = await ann.client.call('posts.create', { caption: 'For everybody' })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const heard = await hear(bob.client, 'message.received')
  const outside = await hear(cy.client, 'message.received')
  const frames = await hear(bob.client, 'post.activity')
  await bob.client.call('posts.watch', { postId: secretId })
  const signedOut = await person(a, 'gone')
  const gone = plainSocket(b, signedOut, 'messages')
  await next(gone, 'log.head')

  await cluster.stopRedis()

  // What is written is acknowledged, read on every node, and reaches the other node's sockets by their heads.
  const sent = performance.now()
  for (const text of ['One', 'Two', 'Three']) {
    await ann.client.call('messages.send', { conversationId, text })
  }
  expect((await bob.client.call('posts.like', { postId })).counts.likes).toBe(1)
  expect((await ann.client.call('posts.get', { postId })).counts.likes).toBe(1)
  await until(
    async () => heard.length,
    count => count === 3,
  )
  expect(performance.now() - sent).toBeLessThan(4000)
  expect(heard.map(one => [one.payload.message.text, one.meta?.seq])).toEqual([
    ['One', 1],
    ['Two', 2],
    ['Three', 3],
  ])
  expect(outside).toEqual([])

  // What was taken away is gone on the other node within a second.
  const closed = next(gone, 'disconnect')
  const began = performance.now()
  await signedOut.client.call('auth.signOut', {})
  await closed
  expect(performance.now() - began).toBeLessThan(1100)
  expect(await signOutAcross()).toBeLessThan(1100)
  const there = await anotherDevice(a, bob)
  await there.call('users.unfollow', { username: owner.name })
  await new Promise(resolve => setTimeout(resolve, 1000))
  const before = frames.length
  const onB = clientOf(b)
  await onB.signIn(owner.name, password)
  await onB.call('comments.create', { postId: secretId, text: 'Between us' })
  await bob.client.call('posts.watch', { postId })
  const frame = nextEvent(bob.client, 'post.activity', one => one.postId === postId)
  await cy.client.call('posts.like', { postId })
  await frame
  expect(frames.slice(before).map(one => one.payload.postId)).toEqual([postId])

  // What was owed is done when it is back, and pushes cross again.
  await bob.client.call('users.follow', { username: ann.name })
  await bob.client.connect('feed')
  const owed = await ann.client.call('posts.create', { caption: 'Owed' })
  await cluster.startRedisAgain()
  const published = nextEvent(bob.client, 'feed.post', ({ post }) => post.id === owed.id, 15_000)
  await until(
    async () => {
      await a.query('update task set handed_at = null where handed_at is not null')
      return a.query('select 1 from task where job = ? and payload ->> ? = ?', ['feed.fanOut', 'postId', owed.id])
    },
    left => left.length === 0,
    15_000,
  )
  await published.catch(() => undefined)
  expect((await bob.client.call('feed.home', {})).items[0]).toMatchObject({ id: owed.id })
  await until(
    async () => {
      const { seq } = await ann.client.call('messages.send', { conversationId, text: 'Again?' })
      return nextEvent(bob.client, 'message.received', ({ message }) => message.seq === seq, 500).then(
        Boolean,
        () => false,
      )
    },
    live => live,
    15_000,
  )
  const seqs = heard.map(one => one.meta?.seq)
  expect(seqs).toEqual(seqs.map((_, i) => i + 1))
}, 60_000)
