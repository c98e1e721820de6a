import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { aroundPrivateAccount } from '#support/people/around-private-account'
import { makeLarge } from '#support/people/change-account'
import { anotherDevice, type Person, people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'

const app = useApp()

/** What each hears of posts until each has heard of one of their own, which comes last. */
async function heardBy(listeners: Pick<Person, 'client'>[], act: () => Promise<unknown>) {
  const heard = await Promise.all(listeners.map(({ client }) => hear(client, 'feed.post', 'feed.removed')))
  await act()
  await until(
    () => app.query("select 1 from task where job = 'feed.fanOut'"),
    left => left.length === 0,
  )
  for (const { client } of listeners) await client.call('posts.create', { caption: 'End' })
  const told = () =>
    heard.map(list => list.map(one => (one.event === 'feed.post' ? one.payload.post.caption : one.payload.postId)))
  await until(
    async () => told(),
    lists => lists.every(list => list.includes('End')),
  )
  return told().map(list => list.filter(what => what !== 'End'))
}

it('a post is pushed to the followers of its author and to the author, on every device, and to nobody else', async () => {
  const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'])
  for (const one of [bob, dan]) await one.client.call('users.follow', { username: ann.name })
  await dan.client.call('users.unfollow', { username: ann.name })
  const phone = { client: await anotherDevice(app, bob) }
  const heard = await heardBy([ann, bob, phone, cy, dan], () => ann.client.call('posts.create', { caption: 'Out now' }))
  expect(heard).toEqual([['Out now'], ['Out now'], ['Out now'], [], []])
})

it('a pushed post does not say who likes it, and is the post itself otherwise', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  await bob.client.call('users.follow', { username: ann.name })
  const heard = await hear(bob.client, 'feed.post')
  const post = await ann.client.call('posts.create', { caption: 'Out now' })
  await until(
    async () => heard.length,
    count => count === 1,
  )
  expect(heard[0]?.payload.post).toEqual({ ...post, viewer: { ...post.viewer, reason: 'following' } })
})

it('a pushed post shows those who are tagged in it to all followers but those whom they block', async () => {
  const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'])
  for (const { client } of [bob, cy]) await client.call('users.follow', { username: ann.name })
  await dan.client.call('users.block', { username: cy.name })
  const heard = await Promise.all([ann, bob, cy].map(({ client }) => hear(client, 'feed.post')))
  const { id: mediaId } = await uploadWhole(ann.client, await photo({ width: 60, height: 40 }))
  const tagged = [{ username: dan.name, mediaIndex: 0, x: 0.5, y: 0.5 }]
  await ann.client.call('posts.create', { mediaIds: [mediaId], tagged })
  await until(
    async () => heard.map(list => list.length),
    counts => counts.every(count => count === 1),
  )
  const shown = heard.map(([one]) => one?.payload.post.tagged.map(tag => tag.user.id))
  expect(shown).toEqual([[dan.id], [dan.id], []])
})

it('a post of a private account is pushed to its followers, and not to users who have only requested to follow', async () => {
  const { owner, follower, pending, stranger } = await aroundPrivateAccount(app)
  const heard = await heardBy([owner, follower, pending, stranger], () =>
    owner.client.call('posts.create', { caption: 'For friends' }),
  )
  expect(heard).toEqual([['For friends'], ['For friends'], [], []])
})

it('a post of a large account is pushed to its followers as well', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  await bob.client.call('users.follow', { username: ann.name })
  await makeLarge(app, ann)
  const heard = await heardBy([bob, cy], () => ann.client.call('posts.create', { caption: 'To very many' }))
  expect(heard).toEqual([['To very many'], []])
})

it('the deletion of a post is pushed to the followers, even before it is in their feeds, and to nobody else', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  await bob.client.call('users.follow', { username: ann.name })
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Not for long' })
  expect((await bob.client.call('feed.home', {})).items).toMatchObject([{ id: postId }])
  const heard = await heardBy([ann, bob, cy], () => ann.client.call('posts.delete', { postId }))
  expect(heard.map(list => list.filter(what => what === postId))).toEqual([[postId], [postId], []])
})

it('the deletion of a post is pushed to the followers of a large account', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  await bob.client.call('users.follow', { username: ann.name })
  await makeLarge(app, ann)
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Not for long' })
  const heard = await heardBy([bob, cy], () => ann.client.call('posts.delete', { postId }))
  expect(heard.map(list => list.filter(what => what === postId))).toEqual([[postId], []])
})

it('a post and its withdrawal are pushed to the followers of its hashtag who can see its author, and to no others', async () => {
  const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'])
  const tag = `dune_${ann.name}`
  for (const { client } of [bob, cy]) await client.call('hashtags.follow', { tag })
  await ann.client.call('users.block', { username: cy.name })
  let postId = ''
  const heard = await heardBy([bob, cy, dan], async () => {
    postId = (await ann.client.call('posts.create', { caption: `At #${tag}` })).id
    await until(
      () => app.query("select 1 from task where job = 'feed.fanOut'"),
      left => left.length === 0,
    )
    await ann.client.call('posts.archive', { postId })
  })
  expect(heard).toEqual([[`At #${tag}`, postId], [], []])
})
