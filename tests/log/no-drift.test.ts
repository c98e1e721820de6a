import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { passGrowthPause } from '#support/database/jobs'
import { until } from '#support/events/next-event'
import { expectNoDrift } from '#support/events/no-drift'
import { makePrivate } from '#support/people/change-account'
import { anotherDevice, type Person, people } from '#support/people/people'
import { photo, truncatedJpeg } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'

const app = useApp()

const open = async ({ client }: Person, ...others: Person[]) =>
  (await client.call('conversations.open', { usernames: others.map(other => other.name) })).id
const write = ({ client }: Pick<Person, 'client'>, conversationId: string, ...texts: string[]) =>
  texts.reduce<Promise<unknown>>(
    (before, text) => before.then(() => client.call('messages.send', { conversationId, text })),
    Promise.resolve(),
  )

describe.each([
  ['that hears of it live', false],
  ['that was away meanwhile', true],
])('a device %s has the same state as one that loads again', (_, away) => {
  it('after messages in conversations old and new, of others and of its own user', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
    const phone = { client: await anotherDevice(app, ann) }
    const known = await open(ann, bob)
    const group = await open(bob, ann, cy)
    await write(bob, known, 'Before')
    await expectNoDrift(app, ann, { others: [], away }, async () => {
      await write(bob, known, 'One', 'Two')
      await write(phone, known, 'Three')
      await write(cy, group, 'Hello, both')
      await write(bob, known, 'Four', 'Five')
      await write(cy, await open(cy, ann), 'A word in private')
      const { id: titled } = await bob.client.call('conversations.open', { usernames: [ann.name], title: 'Harbour' })
      await write(bob, titled, 'Ahoy')
      await phone.client.call('conversations.open', { usernames: [bob.name, cy.name], title: 'Nothing yet' })
      return []
    })
  })

  it('after reading on another device', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const phone = await anotherDevice(app, ann)
    const conversationId = await open(bob, ann)
    await write(bob, conversationId, 'One', 'Two', 'Three')
    await bob.client.call('users.follow', { username: ann.name })
    await expectNoDrift(app, ann, { others: [], away }, async () => {
      await phone.call('messages.read', { conversationId, seq: 2 })
      await write(bob, conversationId, 'Four')
      await phone.call('messages.read', { conversationId, seq: 3 })
      const [newest] = (await phone.call('notifications.list', {})).items
      await phone.call('notifications.read', { upTo: newest?.createdAt ?? '' })
      return []
    })
  })

  it('after likes, comments, replies and follows of others', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    const { id: parentId } = await ann.client.call('comments.create', { postId, text: 'First' })
    await bob.client.call('posts.like', { postId })
    await expectNoDrift(app, ann, { others: [], away }, async () => {
      await cy.client.call('posts.like', { postId })
      await bob.client.call('comments.create', { postId, text: 'Nice' })
      await cy.client.call('comments.create', { postId, text: 'Indeed', parentId })
      for (const one of [bob, cy]) await one.client.call('users.follow', { username: ann.name })
      await ann.client.call('posts.like', { postId }, { transport: 'http' })
      await passGrowthPause(app)
      return []
    })
  })

  it('after requests that others have accepted or declined, and after being removed', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'])
    await ann.client.call('users.follow', { username: bob.name })
    for (const { id } of [bob, cy, dan]) await makePrivate(app, id)
    for (const { name } of [cy, dan]) await ann.client.call('users.follow', { username: name })
    await expectNoDrift(app, ann, { others: [bob, cy, dan], away }, async () => {
      await cy.client.call('users.acceptRequest', { username: ann.name })
      await dan.client.call('users.declineRequest', { username: ann.name })
      await bob.client.call('users.removeFollower', { username: ann.name })
      return []
    })
  })

  it('after blocking, unblocking and muting people on another device', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'])
    const phone = await anotherDevice(app, ann)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    await ann.client.call('users.follow', { username: bob.name })
    for (const one of [bob, cy, dan]) {
      await one.client.call('users.follow', { username: ann.name })
      await one.client.call('posts.like', { postId })
      await write(one, await open(one, ann), 'A word')
    }
    await bob.client.call('comments.create', { postId, text: 'Nice' })
    const group = await open(cy, ann, bob)
    await write(cy, group, 'Hello, both')
    await write(bob, group, 'And all')
    await phone.call('users.block', { username: dan.name })
    await expectNoDrift(app, ann, { others: [bob, cy, dan], away }, async () => {
      await phone.call('users.block', { username: bob.name })
      await phone.call('users.unblock', { username: dan.name })
      await phone.call('users.mute', { username: cy.name })
      await write(bob, group, 'Without Ann')
      await write(cy, group, 'With Ann')
      return []
    })
  })

  it('after being blocked', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    await ann.client.call('users.follow', { username: bob.name })
    await bob.client.call('users.follow', { username: ann.name })
    for (const one of [bob, cy]) await one.client.call('posts.like', { postId })
    await write(bob, await open(bob, ann), 'A word')
    await write(bob, await open(cy, ann, bob), 'Hello, all')
    await expectNoDrift(app, ann, { others: [bob], away }, async () => {
      await bob.client.call('users.block', { username: ann.name })
      return []
    })
  })

  it('after blocking and being blocked by users under whose posts and in whose threads others replied', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'])
    const phone = await anotherDevice(app, ann)
    const say = async ({ client }: Person, postId: string, text: string, parentId?: string) =>
      (await client.call('comments.create', { postId, text, ...(parentId && { parentId }) })).id
    for (const one of [bob, dan]) {
      const { id: theirs } = await one.client.call('posts.create', { caption: 'Theirs' })
      await say(cy, theirs, 'To Ann', await say(ann, theirs, 'Nice'))
      const { id: cys } = await cy.client.call('posts.create', { caption: 'Cy’s' })
      const thread = await say(one, cys, 'A thread')
      await say(cy, cys, 'To Ann in it', await say(ann, cys, 'In it', thread))
    }
    expect(await ann.client.call('notifications.unread', {})).toEqual({ unread: 4 })
    await expectNoDrift(app, ann, { others: [bob, dan], away }, async () => {
      await phone.call('users.block', { username: bob.name })
      await dan.client.call('users.block', { username: ann.name })
      return []
    })
    expect(await ann.client.call('notifications.unread', {})).toEqual({ unread: 0 })
    await expectNoDrift(app, ann, { others: [bob], away }, async () => {
      await phone.call('users.unblock', { username: bob.name })
      return []
    })
    expect(await ann.client.call('notifications.unread', {})).toEqual({ unread: 2 })
  })

  it('after changes of the profile on another device', async () => {
    const [ann] = await people(app, ['ann'])
    const phone = await anotherDevice(app, ann)
    await expectNoDrift(app, ann, { others: [], away }, async () => {
      await phone.call('users.update', { fullName: 'Ann Adams', bio: 'Lighthouses, mostly.' })
      await phone.call('users.update', { isPrivate: true })
      return []
    })
  })

  it('after follows and uploads on another device', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
    const phone = await anotherDevice(app, ann)
    await makePrivate(app, cy)
    await ann.client.call('users.follow', { username: bob.name })
    await expectNoDrift(app, ann, { others: [bob, cy], away }, async () => {
      await phone.call('users.unfollow', { username: bob.name })
      await phone.call('users.follow', { username: cy.name })
      await phone.call('users.follow', { username: bob.name })
      const files = [await photo({ width: 60, height: 40 }), await truncatedJpeg()]
      const uploads = await Promise.all(files.map(file => phone.upload(fileOf(file))))
      for (const { id: mediaId } of uploads) {
        await until(
          () => phone.call('media.get', { mediaId }),
          media => media.status !== 'processing',
          15_000,
        )
      }
      return uploads.map(upload => upload.id)
    })
  })
})
