import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { expectExactCounts, settled } from '#support/database/exact-counts'
import { hear } from '#support/events/hear'
import { leave } from '#support/people/leaving'
import { moderator } from '#support/people/moderators'
import { type Person, password, people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const sharesOf = async (one: Person, postId: string) => (await one.client.call('posts.get', { postId })).counts.shares

overBothTransports('a repost', transport => {
  it('shows the post that it reposts, with or without words, and of a repost the original', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const original = await ann.client.call('posts.create', { caption: 'First light' })
    const plain = await bob.client.call('posts.create', { sharedPostId: original.id })
    expect(plain).toMatchObject({
      caption: '',
      status: 'published',
      sharedPost: { id: original.id, author: { id: ann.id }, sharedPost: null, counts: { shares: 1 } },
      sharedPostUnavailable: false,
    })
    const worded = await cy.client.call('posts.create', { sharedPostId: plain.id, caption: 'What a view' })
    expect(worded).toMatchObject({ caption: 'What a view', sharedPost: { id: original.id, sharedPost: null } })
    expect(await sharesOf(ann, original.id)).toBe(2)
    expect(await sharesOf(ann, plain.id)).toBe(0)
    expect(await cy.client.call('posts.edit', { postId: worded.id, caption: '' })).toMatchObject({ caption: '' })
    const { items } = await ann.client.call('users.posts', { username: cy.name })
    expect(items).toMatchObject([{ id: worded.id, sharedPost: { id: original.id } }])
    await expectExactCounts(app)
  })

  it('says only that the post is unavailable to those who may not see it', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: sharedPostId } = await ann.client.call('posts.create', { caption: 'Secret words' })
    const { id: postId } = await bob.client.call('posts.create', { sharedPostId })
    const seen = async ({ client }: Person) => client.call('posts.get', { postId })
    const unavailable = { sharedPost: null, sharedPostUnavailable: true }
    expect((await seen(cy)).sharedPost?.id).toBe(sharedPostId)
    await ann.client.call('users.block', { username: cy.name })
    const hidden = await seen(cy)
    expect(hidden).toMatchObject(unavailable)
    expect(JSON.stringify(hidden)).not.toMatch(new RegExp(`Secret|${sharedPostId}|${ann.name}`))
    await expect(cy.client.call('posts.create', { sharedPostId: postId })).rejects.toMatchObject({ code: 'not_found' })
    expect((await seen(bob)).sharedPost?.id).toBe(sharedPostId)
    await ann.client.call('users.update', { isPrivate: true })
    expect(await seen(bob)).toMatchObject(unavailable)
    await ann.client.call('users.update', { isPrivate: false })
    await ann.client.call('posts.delete', { postId: sharedPostId })
    expect(await seen(bob)).toMatchObject(unavailable)
  })

  it('reaches followers live, each with the post or without', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    for (const { client } of [cy, dan]) await client.call('users.follow', { username: bob.name })
    const { id: sharedPostId } = await ann.client.call('posts.create', { caption: 'Secret words' })
    await ann.client.call('users.block', { username: dan.name })
    const [atCy, atDan] = await Promise.all([hear(cy.client, 'feed.post'), hear(dan.client, 'feed.post')])
    await bob.client.call('posts.create', { sharedPostId })
    await expect.poll(() => [atCy.length, atDan.length]).toEqual([1, 1])
    expect(atCy[0]?.payload.post).toMatchObject({
      sharedPost: { id: sharedPostId, viewer: { liked: false, reason: null } },
      sharedPostUnavailable: false,
    })
    expect(atDan[0]?.payload.post).toMatchObject({ sharedPost: null, sharedPostUnavailable: true })
    expect(JSON.stringify(atDan)).not.toContain('Secret')
  })
})

it('a repost counts while others can see it', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const mod = await moderator(app)
  const { id: sharedPostId } = await ann.client.call('posts.create', { caption: 'Counted' })
  const { id: first } = await bob.client.call('posts.create', { sharedPostId })
  await cy.client.call('posts.create', { sharedPostId, caption: 'Me too' })
  expect(await sharesOf(ann, sharedPostId)).toBe(2)
  for (const [step, shares] of [
    ['posts.delete', 1],
    ['posts.restore', 2],
    ['posts.archive', 1],
    ['posts.unarchive', 2],
    ['posts.delete', 1],
  ] as const) {
    await bob.client.call(step, { postId: first })
    expect([step, await sharesOf(ann, sharedPostId)]).toEqual([step, shares])
  }
  await mod.client.call('moderation.suspend', { username: cy.name, reason: 'spam' })
  await settled(app, cy.id)
  expect(await sharesOf(ann, sharedPostId)).toBe(0)
  await mod.client.call('moderation.restore', { username: cy.name, reason: 'not spam' })
  await settled(app, cy.id)
  expect(await sharesOf(ann, sharedPostId)).toBe(1)
  await cy.client.signIn(cy.name, password)
  await leave(cy)
  await settled(app, cy.id)
  expect(await sharesOf(ann, sharedPostId)).toBe(0)
  await cy.client.call('users.undelete', { login: cy.name, password })
  await settled(app, cy.id)
  expect(await sharesOf(ann, sharedPostId)).toBe(1)
  await expectExactCounts(app)
})
