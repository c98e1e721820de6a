import { expect, it } from 'vitest'
import type { Notification } from '#contract'
import { useApp } from '#support/app/use-app'
import { caughtUp } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { bringBack, makePrivate, suspend } from '#support/people/change-account'
import { type Person, people } from '#support/people/people'
import { whilePhotosWait } from '#support/photos/held-photos'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const list = async ({ client }: Person) => (await client.call('notifications.list', {})).items
const unread = async ({ client }: Person) => (await client.call('notifications.unread', {})).unread
const short = ({ kind, actors, post, comment }: Notification) => [
  kind,
  actors.map(user => user.username),
  post?.id,
  comment?.id,
]
const setWho = (person: Person, who: string) =>
  app.query('update users set who_may_mention = ? where id = ?', [who, person.id])

overBothTransports('a mention', transport => {
  it('in a caption shows the user, and notifies them once however often the caption is edited', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const heard = await hear(bob.client, 'notification.created')
    const post = await ann.client.call('posts.create', {
      caption: `@${cy.name} and @${bob.name.toUpperCase()}, @${bob.name}, @nobody_at_all, @${ann.name}`,
    })
    const postId = post.id
    expect(post.mentions.map(user => user.username)).toEqual([cy.name, bob.name, ann.name])
    expect((await list(bob)).map(short)).toEqual([['mention', [ann.name], postId, undefined]])
    expect(await list(ann)).toEqual([])

    await ann.client.call('posts.edit', { postId, caption: 'Alone' })
    expect([await list(bob), await unread(bob)]).toEqual([[], 0])
    expect(await bob.client.call('posts.get', { postId })).toMatchObject({ mentions: [], entities: [] })
    await bob.client.call('notifications.read', { upTo: new Date().toISOString() })
    const back = await ann.client.call('posts.edit', { postId, caption: `With @${bob.name}` })
    expect(back.mentions).toMatchObject([{ id: bob.id }])
    expect((await list(bob)).map(short)).toEqual([['mention', [ann.name], postId, undefined]])
    await caughtUp(app, [bob], 'notifications')
    expect(heard).toHaveLength(1)
  })

  it('that comes with an edit notifies, and one that was there before does not', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: `@${bob.name}` })
    await bob.client.call('notifications.read', { upTo: new Date(Date.now() + 1000).toISOString() })
    await ann.client.call('posts.edit', { postId, caption: `@${bob.name} @${cy.name}` })
    expect([await unread(bob), await unread(cy)]).toEqual([0, 1])
  })

  it('in a comment notifies the user, once, and gives nobody two notifications of one comment', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    const { id: parentId } = await bob.client.call('comments.create', { postId, text: 'First' })
    const text = `@${ann.name} @${bob.name} @${cy.name} @${dan.name} look`
    const { id } = await dan.client.call('comments.create', { postId, text, parentId })
    expect((await list(ann)).map(short)).toContainEqual(['comment', [dan.name], postId, id])
    expect((await list(bob)).map(short)).toEqual([['reply', [dan.name], postId, id]])
    expect((await list(cy)).map(short)).toEqual([['mention', [dan.name], postId, id]])
    expect((await list(ann)).filter(one => one.comment?.id === id)).toHaveLength(1)
    expect(await list(dan)).toEqual([])
  })

  it('never reaches those who block the author, are blocked, or may not see the post', async () => {
    const [ann, blocker, blocked, stranger, follower] = await people(
      app,
      ['ann', 'blocker', 'blocked', 'stranger', 'follower'],
      transport,
    )
    await follower.client.call('users.follow', { username: ann.name })
    await makePrivate(app, ann)
    await blocker.client.call('users.block', { username: ann.name })
    await ann.client.call('users.block', { username: blocked.name })
    const all = [blocker, blocked, stranger, follower]
    const caption = all.map(({ name }) => `@${name}`).join(' ')
    const post = await ann.client.call('posts.create', { caption })
    const comment = await ann.client.call('comments.create', { postId: post.id, text: caption })
    expect((await list(follower)).map(short)).toEqual([
      ['mention', [ann.name], post.id, comment.id],
      ['mention', [ann.name], post.id, undefined],
    ])
    // Nothing was kept for later either.
    await blocker.client.call('users.unblock', { username: ann.name })
    await ann.client.call('users.unblock', { username: blocked.name })
    await app.query('update users set is_private = false where id = ?', [ann.id])
    expect(await Promise.all([blocker, blocked, stranger].map(list))).toEqual([[], [], []])
    // But it is shown to everybody who can see both.
    expect((await follower.client.call('posts.get', { postId: post.id })).mentions).toHaveLength(4)
  })

  it('respects who may mention a user', async () => {
    const [ann, bob, cy, dan, eve] = await people(app, ['ann', 'bob', 'cy', 'dan', 'eve'], transport)
    await setWho(bob, 'nobody')
    await setWho(cy, 'followers')
    await setWho(dan, 'following')
    await setWho(eve, 'following')
    await ann.client.call('users.follow', { username: cy.name })
    await dan.client.call('users.follow', { username: ann.name })
    const text = [bob, cy, dan, eve].map(({ name }) => `@${name}`).join(' ')
    const { id: postId } = await ann.client.call('posts.create', { caption: text })
    await ann.client.call('comments.create', { postId, text })
    const kinds = async (person: Person) => (await list(person)).filter(({ kind }) => kind === 'mention').length
    expect(await Promise.all([bob, cy, dan, eve].map(kinds))).toEqual([0, 2, 2, 0])
  })

  it('is hidden while its author is muted, blocked or suspended, and counted as it is shown', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: `@${bob.name}` })
    await ann.client.call('comments.create', { postId, text: `@${bob.name}` })
    expect(await unread(bob)).toBe(2)
    await bob.client.call('users.mute', { username: ann.name })
    expect([await unread(bob), await list(bob)]).toEqual([0, []])
    await bob.client.call('users.unmute', { username: ann.name })
    expect(await unread(bob)).toBe(2)
    await suspend(app, ann)
    expect([await unread(bob), await list(bob)]).toEqual([0, []])
    await bringBack(app, ann)
    expect(await unread(bob)).toBe(2)
    await ann.client.call('users.block', { username: bob.name })
    expect([await unread(bob), await list(bob)]).toEqual([0, []])
    await ann.client.call('users.unblock', { username: bob.name })
    await ann.client.call('posts.delete', { postId })
    expect([await unread(bob), await list(bob)]).toEqual([0, []])
  })
})

it('a mention that an archived post got notifies once it returns, and only once', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const { id: postId } = await ann.client.call('posts.create', { caption: `@${cy.name}` })
  const heard = await hear(bob.client, 'notification.created')
  const edit = (caption: string) => ann.client.call('posts.edit', { postId, caption })
  for (let i = 0; i < 2; i += 1) {
    await ann.client.call('posts.archive', { postId })
    await edit(`@${cy.name} @${bob.name}`)
    expect(await list(bob)).toEqual([])
    await ann.client.call('posts.unarchive', { postId })
    expect((await list(bob)).map(short)).toEqual([['mention', [ann.name], postId, undefined]])
  }
  await caughtUp(app, [bob], 'notifications')
  expect((await list(cy)).length).toBe(1)
  expect(heard.length).toBeLessThanOrEqual(2)

  const [dan] = await people(app, ['dan'])
  await ann.client.call('posts.archive', { postId })
  for (const caption of [`@${dan.name}`, 'Alone']) await edit(caption)
  await ann.client.call('posts.unarchive', { postId })
  await edit(`@${dan.name}`)
  expect((await list(dan)).length).toBe(1)
})

it('a mentioned user is shown to those who can see them alone', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const { id: postId } = await ann.client.call('posts.create', { caption: `@${bob.name}` })
  const seen = async () => (await cy.client.call('posts.get', { postId })).mentions.map(user => user.id)
  expect(await seen()).toEqual([bob.id])
  await bob.client.call('users.block', { username: cy.name })
  expect(await seen()).toEqual([])
  await bob.client.call('users.unblock', { username: cy.name })
  await suspend(app, bob)
  expect(await seen()).toEqual([])
})

it('a mention in a post that waits for its photo notifies when the post is published', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  await whilePhotosWait(app, async () => {
    const { id } = await ann.client.upload(fileOf(await photo({ width: 60, height: 40 })))
    const caption = `@${bob.name} @${cy.name}`
    const { id: postId } = await ann.client.call('posts.create', { mediaIds: [id], caption })
    await ann.client.call('posts.edit', { postId, caption: `@${bob.name}` })
    expect([await list(bob), await list(cy)]).toEqual([[], []])
  })
  await until(
    () => list(bob),
    items => items.length === 1,
  )
  expect(await list(cy)).toEqual([])
})
