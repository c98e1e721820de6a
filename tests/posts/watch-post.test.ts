import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { aroundPrivateAccount } from '#support/people/around-private-account'
import { crowd, inside } from '#support/people/crowd'
import { anotherDevice, people } from '#support/people/people'

const app = useApp()

const watched = async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], 'socket')
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Look here' })
  const { id: otherId } = await ann.client.call('posts.create', { caption: 'And here' })
  return { ann, bob, cy, postId, otherId }
}

it('watching a post begins with the post and its newest comments', async () => {
  const { ann, bob, postId } = await watched()
  const { id: parentId } = await ann.client.call('comments.create', { postId, text: 'One' })
  await ann.client.call('comments.create', { postId, text: 'A reply', parentId })
  await ann.client.call('comments.create', { postId, text: 'Two' })
  const { post, comments } = await bob.client.call('posts.watch', { postId })
  expect(post).toEqual(await bob.client.call('posts.get', { postId }))
  expect(comments.map(comment => comment.text)).toEqual(['Two', 'One'])
})

it('likes and comments of a post are pushed to its watchers, and to nobody else', async () => {
  const { ann, bob, cy, postId, otherId } = await watched()
  const heard = await hear(bob.client, 'post.activity')
  const outside = await hear(cy.client, 'post.activity')
  const { post } = await bob.client.call('posts.watch', { postId })
  await cy.client.call('posts.watch', { postId: otherId })

  const liked = nextEvent(bob.client, 'post.activity', update => update.counts.likes === 1)
  await ann.client.call('posts.like', { postId })
  expect(await liked).toMatchObject({ postId, counts: { likes: 1, comments: 0 }, comments: [], removedCommentIds: [] })

  const commented = nextEvent(bob.client, 'post.activity', update => update.counts.comments === 1)
  const comment = await cy.client.call('comments.create', { postId, text: 'Hello' })
  const { viewer: _, ...shown } = comment
  // One update is for all watchers: it holds nothing about a single one.
  expect((await commented).comments).toEqual([shown])

  const removed = nextEvent(bob.client, 'post.activity', update => update.removedCommentIds.length > 0)
  await cy.client.call('comments.delete', { commentId: comment.id })
  expect(await removed).toMatchObject({ counts: { likes: 1, comments: 0 }, removedCommentIds: [comment.id] })

  const versions = [post.version, ...heard.map(({ payload }) => payload.version)]
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b))
  expect(await bob.client.call('posts.get', { postId })).toMatchObject({ version: versions.at(-1) })

  const elsewhere = nextEvent(cy.client, 'post.activity')
  await ann.client.call('posts.like', { postId: otherId })
  await elsewhere
  expect(outside.map(({ payload }) => payload.postId)).toEqual([otherId])
})

it('likes and comments of a watcher reach their other devices as well', async () => {
  const { bob, postId } = await watched()
  const phone = await anotherDevice(app, bob, 'socket')
  await phone.connect('posts')
  await phone.call('posts.watch', { postId })
  const update = nextEvent(phone, 'post.activity')
  await bob.client.call('posts.like', { postId })
  expect(await update).toMatchObject({ counts: { likes: 1 } })
})

it('nothing is pushed after unwatch', async () => {
  const { ann, bob, postId, otherId } = await watched()
  const heard = await hear(bob.client, 'post.activity')
  await bob.client.call('posts.watch', { postId })
  await bob.client.call('posts.unwatch', { postId })
  await bob.client.call('posts.watch', { postId: otherId })
  await ann.client.call('posts.like', { postId })
  const update = nextEvent(bob.client, 'post.activity')
  await ann.client.call('posts.like', { postId: otherId })
  await update
  expect(heard.map(({ payload }) => payload.postId)).toEqual([otherId])
})

it('a burst of likes makes at most five updates a second, and the last one is exact', async () => {
  const { bob, postId } = await watched()
  const everybody = await crowd(app, 200)
  const times: number[] = []
  bob.client.on('post.activity', () => times.push(performance.now()))
  const heard = await hear(bob.client, 'post.activity')
  await bob.client.call('posts.watch', { postId })
  const last = nextEvent(bob.client, 'post.activity', update => update.counts.likes === 200)
  for (let at = 0; at < 200; at += 5) {
    await Promise.all(
      everybody.slice(at, at + 5).map(({ viewer }) => app.run('posts.like', { postId }, { viewer, from: inside })),
    )
    await new Promise(resolve => setTimeout(resolve, 15))
  }
  const acked = performance.now()
  await last
  expect((times.at(-1) ?? 0) - acked).toBeLessThan(600)
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  expect(times.length).toBeGreaterThan(2)
  expect(times.length).toBeLessThanOrEqual(Math.ceil(seconds * 5) + 1)
  const counts = heard.map(({ payload }) => payload.counts.likes)
  expect(counts).toEqual([...counts].sort((a, b) => a - b))
})

it('an update leaves out comments when there are too many, and says so', async () => {
  const { ann, bob, postId } = await watched()
  const everybody = await crowd(app, 30)
  await bob.client.call('posts.watch', { postId })
  const heard = await hear(bob.client, 'post.activity')
  // The first update leaves at once; what follows shares the second.
  await ann.client.call('posts.like', { postId })
  await Promise.all(
    everybody.map(({ viewer }, i) =>
      app.run('comments.create', { postId, text: `Comment ${i}` }, { viewer, from: inside }),
    ),
  )
  await until(
    async () => heard.at(-1)?.payload,
    update => update?.counts.comments === 30,
  )
  const crowded = heard.filter(({ payload }) => payload.comments.length > 0).map(({ payload }) => payload)
  expect(crowded.every(update => update.comments.length <= 20)).toBe(true)
  expect(crowded.some(update => update.more === true)).toBe(true)
})

it('watchers of a post learn that it is deleted, and then nothing more', async () => {
  const { ann, bob, cy, postId, otherId } = await watched()
  const outside = await hear(cy.client, 'post.activity')
  await bob.client.call('posts.watch', { postId })
  await cy.client.call('posts.watch', { postId: otherId })
  const gone = nextEvent(bob.client, 'post.activity', update => update.deleted === true)
  await ann.client.call('posts.delete', { postId })
  expect(await gone).toMatchObject({ postId, deleted: true, comments: [] })
  await expect(bob.client.call('posts.watch', { postId })).rejects.toMatchObject({ code: 'not_found' })
  expect(outside).toEqual([])
})

it('a watcher who unfollows a private account is removed within a second, on every device', async () => {
  const { owner, follower, stranger } = await aroundPrivateAccount(app, 'socket')
  const { id: postId } = await owner.client.call('posts.create', { caption: 'For friends' })
  const { id: publicId } = await stranger.client.call('posts.create', { caption: 'For everybody' })
  await stranger.client.connect('posts')
  await expect(stranger.client.call('posts.watch', { postId })).rejects.toMatchObject({ code: 'not_found' })
  const phone = await anotherDevice(app, follower, 'socket')
  for (const client of [follower.client, phone]) {
    await client.connect('posts')
    for (const id of [postId, publicId]) await client.call('posts.watch', { postId: id })
  }
  const before = nextEvent(phone, 'post.activity')
  await owner.client.call('posts.like', { postId })
  await before

  const heard = [await hear(follower.client, 'post.activity'), await hear(phone, 'post.activity')]
  await follower.client.call('users.unfollow', { username: owner.name })
  await owner.client.call('comments.create', { postId, text: 'Between us' })
  const after = [follower.client, phone].map(client =>
    nextEvent(client, 'post.activity', update => update.postId === publicId),
  )
  await owner.client.call('posts.like', { postId: publicId })
  await Promise.all(after)
  for (const list of heard) expect(list.map(({ payload }) => payload.postId)).toEqual([publicId])
})
