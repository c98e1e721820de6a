import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { HeliographClient } from '#client'
import { useCluster } from '#support/cluster/use-cluster'
import { makeOverdue } from '#support/database/jobs'
import { caughtUp } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { makePrivate } from '#support/people/change-account'
import { clientOf, password, people, person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import { inFeed } from '#support/posts/in-feed'
import { next, plainSocket } from '#support/transports/plain-socket'

const cluster = useCluster({ worker: true })
const { a, b } = cluster

/** Ann is on the first node; bob, who follows her, and cy, who does not, are on the second. */
async function apart() {
  const [ann] = await people(a, ['ann'])
  const [bob, cy] = await people(b, ['bob', 'cy'])
  await bob.client.call('users.follow', { username: ann.name })
  return { ann, bob, cy }
}

it('carries a message from one node to the other, and to nobody outside the conversation', async () => {
  const { ann, bob, cy } = await apart()
  const [heard, outside] = await Promise.all([bob, cy].map(one => hear(one.client, 'message.received')))
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const arrived = nextEvent(bob.client, 'message.received', () => true, 1500)
  const sent = await ann.client.call('messages.send', { conversationId, text: 'From here' })
  expect(await arrived).toEqual({ message: sent })
  const answered = nextEvent(ann.client, 'message.received', ({ message }) => message.seq === 2, 1500)
  await ann.client.connect('messages')
  await bob.client.call('messages.send', { conversationId, text: 'From there' })
  expect(await answered).toMatchObject({ message: { text: 'From there' } })
  await caughtUp(a, [bob, cy], 'messages')
  expect(heard?.map(one => one.payload.message.seq)).toEqual([1, 2])
  expect(outside).toEqual([])
})

it('carries likes to watchers on the other node, with an exact last update', async () => {
  const { ann, bob, cy } = await apart()
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Look' })
  const { id: otherId } = await ann.client.call('posts.create', { caption: 'Elsewhere' })
  const outside = await hear(cy.client, 'post.activity')
  await bob.client.connect('posts')
  await bob.client.call('posts.watch', { postId })
  await cy.client.call('posts.watch', { postId: otherId }, { transport: 'socket' })
  const update = nextEvent(
    bob.client,
    'post.activity',
    ({ counts }) => counts.likes === 1 && counts.comments === 1,
    2000,
  )
  await ann.client.call('posts.like', { postId })
  await ann.client.call('comments.create', { postId, text: 'Hello' })
  expect(await update).toMatchObject({ postId, comments: [{ text: 'Hello', author: { id: ann.id } }] })
  const gone = nextEvent(bob.client, 'post.activity', one => one.deleted === true, 2000)
  await ann.client.call('posts.delete', { postId })
  expect(await gone).toMatchObject({ postId })
  expect(outside).toEqual([])
})

it('carries a post through a worker to the followers on the other node, and to nobody else', async () => {
  const { ann, bob, cy } = await apart()
  const outside = await hear(cy.client, 'feed.post')
  await bob.client.connect('feed')
  const published = nextEvent(bob.client, 'feed.post')
  const post = await ann.client.call('posts.create', { caption: 'Out now' })
  expect(await published).toEqual({ post: inFeed(post) })
  expect((await bob.client.call('feed.home', {})).items).toEqual([inFeed(post)])
  await cy.client.call('posts.create', { caption: 'Mine' })
  await until(
    async () => outside.length,
    count => count > 0,
  )
  expect(outside.map(one => one.payload.post.caption)).toEqual(['Mine'])
})

it('carries notifications and the results of workers to the node of the user', async () => {
  const { ann, bob, cy } = await apart()
  const there = clientOf(b)
  await there.signIn(ann.name, password)
  const outside = await hear(cy.client, 'notification.created', 'media.ready')
  await there.connect('notifications', 'users')
  const ready = nextEvent(there, 'media.ready')
  const { id } = await ann.client.upload(fileOf(await photo({ width: 60, height: 40 })))
  expect(await ready).toMatchObject({ media: { id, status: 'ready' } })
  const { id: postId } = await ann.client.call('posts.create', { mediaIds: [id] })
  const notified = nextEvent(there, 'notification.created', ({ notification }) => notification.kind === 'like', 1500)
  await bob.client.call('posts.like', { postId })
  expect(await notified).toMatchObject({ notification: { actors: [{ id: bob.id }], post: { id: postId } } })
  expect(outside).toEqual([])
})

it('creates one thing per idempotency key, on either node', async () => {
  const { ann } = await apart()
  const there = clientOf(b)
  await there.signIn(ann.name, password)
  const options = { idempotencyKey: randomUUID() }
  const call = (client: HeliographClient) => client.call('posts.create', { caption: 'Once' }, options)
  const made = await Promise.all(Array.from({ length: 10 }, (_, i) => call(i % 2 === 0 ? ann.client : there)))
  expect(new Set(made.map(post => post.id)).size).toBe(1)
  expect((await there.call('users.posts', { username: ann.name })).items).toHaveLength(1)
})

it('numbers messages without holes when both nodes take them at once', async () => {
  const { ann, bob } = await apart()
  const heard = await Promise.all([ann, bob].map(one => hear(one.client, 'message.received')))
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await Promise.all(
    [ann, bob].map(async ({ client }) => {
      for (let i = 0; i < 30; i += 1) await client.call('messages.send', { conversationId, text: String(i) })
    }),
  )
  await caughtUp(a, [ann, bob], 'messages')
  const numbers = Array.from({ length: 60 }, (_, i) => i + 1)
  for (const list of heard) expect(list.map(one => one.payload.message.seq)).toEqual(numbers)
  expect(heard[0]?.map(one => one.payload.message.id)).toEqual(heard[1]?.map(one => one.payload.message.id))
})

it('closes the sockets of a session that ends on the other node within a second, while other sessions continue', async () => {
  const ann = await person(a, 'ann')
  const phone = clientOf(a)
  await phone.signIn(ann.name, password)
  const socket = plainSocket(b, ann, 'messages')
  const other = plainSocket(b, { client: phone }, 'messages')
  await Promise.all([next(socket, 'log.head'), next(other, 'log.head')])
  const closed = next(socket, 'disconnect')
  const began = performance.now()
  await ann.client.signOut()
  await closed
  expect(performance.now() - began).toBeLessThan(1000)
  expect(other.connected).toBe(true)
  await phone.call('auth.signOutAll', {})
  await until(
    async () => other.connected,
    connected => !connected,
    1000,
  )
})

it('removes watchers of a private account when they unfollow it on the other node', async () => {
  const { ann, bob } = await apart()
  await makePrivate(a, ann)
  const { id: postId } = await ann.client.call('posts.create', { caption: 'For friends' })
  const heard = await hear(bob.client, 'post.activity')
  await bob.client.call('posts.watch', { postId })
  const there = clientOf(a)
  await there.signIn(bob.name, password)
  await there.call('users.unfollow', { username: ann.name })
  await new Promise(resolve => setTimeout(resolve, 1000))
  await ann.client.call('comments.create', { postId, text: 'Between us' })
  const { id: own } = await bob.client.call('posts.create', { caption: 'Mine' })
  await bob.client.call('posts.watch', { postId: own })
  const update = nextEvent(bob.client, 'post.activity', one => one.postId === own)
  await ann.client.call('posts.like', { postId: own })
  await update
  expect(heard.map(one => one.payload.postId)).toEqual([own])
})

it('removes strangers who watch an account that goes private on the other node, and keeps its followers', async () => {
  const { ann, bob, cy } = await apart()
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Of old' })
  const { id: otherId } = await bob.client.call('posts.create', { caption: 'For everybody' })
  const heard = await Promise.all([bob, cy].map(one => hear(one.client, 'post.activity')))
  for (const one of [bob, cy]) for (const id of [postId, otherId]) await one.client.call('posts.watch', { postId: id })
  await ann.client.call('users.update', { isPrivate: true })
  await new Promise(resolve => setTimeout(resolve, 1000))
  const seen = nextEvent(bob.client, 'post.activity', update => update.postId === postId)
  await ann.client.call('comments.create', { postId, text: 'Between us' })
  await seen
  const updates = [bob, cy].map(one => nextEvent(one.client, 'post.activity', update => update.postId === otherId))
  await ann.client.call('posts.like', { postId: otherId })
  await Promise.all(updates)
  const told = heard.map(list => list.map(one => one.payload.postId))
  expect(told).toEqual([[postId, otherId], [otherId]])
})

it('runs the jobs of an emptied Redis', async () => {
  const { ann, bob } = await apart()
  await cluster.stopWorker()
  const post = await ann.client.call('posts.create', { caption: 'Owed' })
  await cluster.flushRedis()
  await cluster.startWorkerAgain()
  await bob.client.connect('feed')
  const published = nextEvent(bob.client, 'feed.post')
  // As if the lease of the queue had run out.
  await makeOverdue(a)
  expect(await published).toEqual({ post: inFeed(post) })
  expect((await bob.client.call('feed.home', {})).items).toEqual([inFeed(post)])
})
