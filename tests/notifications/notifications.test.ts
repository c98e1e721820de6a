import { expect, it } from 'vitest'
import type { Notification } from '#contract'
import { useApp } from '#support/app/use-app'
import { caughtUp, headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { makePrivate } from '#support/people/change-account'
import { anotherDevice, type Person, people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const list = async ({ client }: Person) => (await client.call('notifications.list', {})).items
const unread = async ({ client }: Person) => (await client.call('notifications.unread', {})).unread
const short = ({ kind, actors, actorCount }: Notification) => [kind, actors.map(user => user.username), actorCount]
const like = ({ client }: Person, postId: string) => client.call('posts.like', { postId })

overBothTransports('notifications', transport => {
  it('come from likes, comments, replies and follows, for the user concerned and nobody else', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const [heard, outside] = await Promise.all([ann, cy].map(one => hear(one.client, 'notification.created')))
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    const { id: parentId } = await ann.client.call('comments.create', { postId, text: 'First' })
    await like(bob, postId)
    const comment = await bob.client.call('comments.create', { postId, text: 'Nice' })
    const reply = await bob.client.call('comments.create', { postId, text: 'Indeed', parentId })
    await bob.client.call('users.follow', { username: ann.name })
    await caughtUp(app, [ann, cy], 'notifications')

    expect(heard?.map(one => short(one.payload.notification))).toEqual([
      ['like', [bob.name], 1],
      ['comment', [bob.name], 1],
      ['reply', [bob.name], 1],
      ['follow', [bob.name], 1],
    ])
    expect(heard?.at(-1)?.payload.unread).toBe(4)
    const listed = await list(ann)
    expect(listed.map(one => one.id)).toEqual(heard?.map(one => one.payload.notification.id).reverse())
    expect(listed).toMatchObject([
      { kind: 'follow', post: null, comment: null, readAt: null },
      { kind: 'reply', post: { id: postId }, comment: { id: reply.id, text: 'Indeed' } },
      { kind: 'comment', post: { id: postId }, comment: { id: comment.id, text: 'Nice' } },
      { kind: 'like', post: { id: postId }, comment: null },
    ])
    expect([await unread(ann), await unread(bob), await unread(cy)]).toEqual([4, 0, 0])
    expect([outside, await list(cy), await headOf(app, cy.id, 'notifications')]).toEqual([[], [], 0])
    expect(await headOf(app, bob.id, 'notifications')).toBe(0)
  })

  it('never come from a user’s own actions', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Mine' })
    await like(ann, postId)
    const { id: parentId } = await ann.client.call('comments.create', { postId, text: 'Mine' })
    await ann.client.call('comments.create', { postId, text: 'Mine too', parentId })
    expect([await list(ann), await unread(ann), await headOf(app, ann.id, 'notifications')]).toEqual([[], 0, 0])
  })

  it('of a reply go to the author of the comment and to the author of the post, once each', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    const { id: parentId } = await bob.client.call('comments.create', { postId, text: 'One' })
    const { id: commentId } = await cy.client.call('comments.create', { postId, text: 'Two', parentId })
    expect((await list(ann)).map(short)).toEqual([
      ['comment', [cy.name], 1],
      ['comment', [bob.name], 1],
    ])
    expect((await list(bob)).map(short)).toEqual([['reply', [cy.name], 1]])
    await cy.client.call('comments.delete', { commentId })
    expect([await list(bob), await unread(bob), await unread(ann)]).toEqual([[], 0, 1])
  })

  it('of a private account show follow requests until they are withdrawn', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await makePrivate(app, ann)
    await bob.client.call('users.follow', { username: ann.name })
    expect((await list(ann)).map(short)).toEqual([['follow_request', [bob.name], 1]])
    await bob.client.call('users.unfollow', { username: ann.name })
    expect([await list(ann), await unread(ann)]).toEqual([[], 0])
  })

  it('group the likes of one post into one row with the newest three actors', async () => {
    const [ann, bob, cy, dan, eve] = await people(app, ['ann', 'bob', 'cy', 'dan', 'eve'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'One' })
    const { id: otherId } = await ann.client.call('posts.create', { caption: 'Two' })
    for (const one of [bob, cy, dan, eve]) await like(one, postId)
    await like(bob, otherId)
    const rows = await list(ann)
    expect(rows.map(one => [...short(one), one.post?.caption])).toEqual([
      ['like', [bob.name], 1, 'Two'],
      ['like', [eve.name, dan.name, cy.name], 4, 'One'],
    ])
    expect(await unread(ann)).toBe(2)
    await dan.client.call('posts.unlike', { postId })
    expect((await list(ann)).map(short).at(-1)).toEqual(['like', [eve.name, cy.name, bob.name], 3])
  })

  it('disappear when the only like is taken back, and return with the next', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'One' })
    await like(bob, postId)
    expect(await unread(ann)).toBe(1)
    await bob.client.call('posts.unlike', { postId })
    expect([await list(ann), await unread(ann)]).toEqual([[], 0])
    await like(cy, postId)
    expect([(await list(ann)).map(short), await unread(ann)]).toEqual([[['like', [cy.name], 1]], 1])
  })

  it('are marked as read up to a time, on every device of the user', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const phone = { id: ann.id, client: await anotherDevice(app, ann) }
    const [own, other, outside] = await Promise.all([ann, phone, bob].map(one => hear(one.client, 'notification.read')))
    const { id: postId } = await ann.client.call('posts.create', { caption: 'One' })
    await like(bob, postId)
    await bob.client.call('users.follow', { username: ann.name })
    await cy.client.call('comments.create', { postId, text: 'Hello' })
    const [newest, middle] = await list(ann)
    const upTo = middle?.createdAt ?? ''
    expect(await ann.client.call('notifications.read', { upTo })).toEqual({ unread: 1 })
    expect((await list(ann)).map(one => [one.kind, one.readAt !== null])).toEqual([
      ['comment', false],
      ['follow', true],
      ['like', true],
    ])
    expect(await ann.client.call('notifications.read', { upTo })).toEqual({ unread: 1 })
    expect(await ann.client.call('notifications.read', { upTo: newest?.createdAt ?? '' })).toEqual({ unread: 0 })
    await caughtUp(app, [ann, phone, bob], 'notifications')
    // A late event carries the unread count of that moment.
    expect(own?.map(one => one.payload.upTo)).toEqual([upTo, newest?.createdAt])
    expect(own?.at(-1)?.payload).toEqual({ upTo: newest?.createdAt, unread: 0 })
    expect(other?.map(one => one.payload.upTo)).toEqual([upTo, newest?.createdAt])
    expect(outside).toEqual([])
  })

  it('open again after they were read, with the actors who came since', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const heard = await hear(ann.client, 'notification.created')
    const { id: postId } = await ann.client.call('posts.create', { caption: 'One' })
    await like(bob, postId)
    const [first] = await list(ann)
    await ann.client.call('notifications.read', { upTo: first?.createdAt ?? '' })
    await like(cy, postId)
    const [again] = await list(ann)
    expect(again).toMatchObject({ id: first?.id, actors: [{ id: cy.id }], actorCount: 1, readAt: null })
    expect(Date.parse(again?.createdAt ?? '')).toBeGreaterThan(Date.parse(first?.createdAt ?? ''))
    expect(await unread(ann)).toBe(1)
    await caughtUp(app, [ann], 'notifications')
    expect(heard.map(one => one.payload.notification.actors[0]?.id)).toEqual([bob.id, cy.id])
  })
})
