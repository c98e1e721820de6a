import { expect, it } from 'vitest'
import { maxCollections } from '#contract'
import { useApp } from '#support/app/use-app'
import { clientOf, people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('a collection', transport => {
  it('is created, renamed and deleted by its owner, who alone sees it', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { call } = ann.client
    const key = crypto.randomUUID()
    const made = await call('collections.create', { title: 'Lighthouses', idempotencyKey: key })
    expect(made).toEqual({ id: made.id, title: 'Lighthouses', cover: null, counts: { posts: 0 }, holds: null })
    expect((await call('collections.create', { title: 'Lighthouses', idempotencyKey: key })).id).toBe(made.id)
    const collectionId = made.id
    expect(await call('collections.update', { collectionId, title: 'Towers' })).toMatchObject({ title: 'Towers' })
    expect((await call('collections.list', {})).items).toMatchObject([{ id: collectionId, title: 'Towers' }])
    expect((await bob.client.call('collections.list', {})).items).toEqual([])
    const rejected = expect.objectContaining({ code: 'not_found' })
    await expect(bob.client.call('collections.update', { collectionId, title: 'Mine' })).rejects.toEqual(rejected)
    await expect(bob.client.call('collections.delete', { collectionId })).rejects.toEqual(rejected)
    await expect(bob.client.call('collections.posts', { collectionId })).rejects.toEqual(rejected)
    await expect(clientOf(app).call('collections.list', {})).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await call('collections.delete', { collectionId })).toEqual({})
    expect((await call('collections.list', {})).items).toEqual([])
    await expect(call('collections.delete', { collectionId })).rejects.toEqual(rejected)
  })

  it('saves what is added to it, holds it once, and loses what is no longer saved', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { call } = ann.client
    const { id: postId } = await bob.client.call('posts.create', { caption: 'Keep this' })
    const [one, two] = [
      await call('collections.create', { title: 'One' }),
      await call('collections.create', { title: 'Two' }),
    ]
    for (const { id: collectionId } of [one, one, two]) {
      const added = await call('collections.add', { collectionId, postId })
      expect(added).toMatchObject({ id: collectionId, counts: { posts: 1 }, holds: true })
    }
    expect(await call('posts.get', { postId })).toMatchObject({ viewer: { saved: true } })
    const holding = async () =>
      (await call('collections.list', { postId })).items.map(({ title, holds }) => [title, holds])
    expect(await holding()).toEqual([
      ['Two', true],
      ['One', true],
    ])
    expect((await call('collections.posts', { collectionId: one.id })).items.map(post => post.id)).toEqual([postId])
    expect(await call('collections.remove', { collectionId: one.id, postId })).toMatchObject({
      counts: { posts: 0 },
      holds: false,
    })
    expect((await call('posts.saved', {})).items.map(post => post.id)).toEqual([postId])
    expect(await holding()).toEqual([
      ['Two', true],
      ['One', false],
    ])
    await call('posts.unsave', { postId })
    expect(await holding()).toEqual([
      ['Two', false],
      ['One', false],
    ])
    expect((await call('collections.posts', { collectionId: two.id })).items).toEqual([])
  })

  it('counts and shows only the posts that its owner can see now', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { call } = ann.client
    const { id: collectionId } = await call('collections.create', { title: 'Mixed' })
    const posts = []
    for (const { client } of [bob, cy]) posts.push((await client.call('posts.create', { caption: 'See me' })).id)
    for (const postId of posts) await call('collections.add', { collectionId, postId })
    const seen = async () => {
      const { items } = await call('collections.posts', { collectionId })
      const [collection] = (await call('collections.list', {})).items
      expect(collection?.counts.posts).toBe(items.length)
      return items.map(post => post.id)
    }
    expect(await seen()).toEqual([...posts].reverse())
    await cy.client.call('users.block', { username: ann.name })
    expect(await seen()).toEqual([posts[0]])
    await expect(call('collections.add', { collectionId, postId: posts[1] ?? '' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await bob.client.call('posts.delete', { postId: posts[0] ?? '' })
    expect(await seen()).toEqual([])
  })
})

it('the cover of a collection is the chosen photo, otherwise that of the post added last', async () => {
  const [ann] = await people(app, ['ann'])
  const { call } = ann.client
  const { id: collectionId } = await call('collections.create', { title: 'Mine' })
  const covers = []
  for (const width of [320, 340]) {
    const { id, image } = await uploadWhole(ann.client, await photo({ width }))
    const { id: postId } = await call('posts.create', { mediaIds: [id], caption: `${width}` })
    await call('collections.add', { collectionId, postId })
    covers.push({ postId, width: image?.width })
  }
  const { id: words } = await call('posts.create', { caption: 'No photo' })
  await call('collections.add', { collectionId, postId: words })
  const [first, last] = covers
  const cover = async () => (await call('collections.list', {})).items[0]?.cover?.width
  expect(await cover()).toBe(last?.width)
  await call('collections.update', { collectionId, coverPostId: first?.postId ?? null })
  expect(await cover()).toBe(first?.width)
  await call('collections.remove', { collectionId, postId: first?.postId ?? '' })
  expect(await cover()).toBe(last?.width)
  await expect(call('collections.update', { collectionId, coverPostId: first?.postId ?? null })).rejects.toMatchObject({
    code: 'invalid',
    fields: { coverPostId: expect.any(String) },
  })
})

it('a user has a limited number of collections, also when many are created at once', async () => {
  const [ann] = await people(app, ['ann'])
  await app.query(
    `insert into collection (owner_id, title) select ?, 'Full' from generate_series(1, ${maxCollections - 2})`,
    [ann.id],
  )
  const made = await Promise.allSettled(
    Array.from({ length: 6 }, (_, i) => ann.client.call('collections.create', { title: `${i}` })),
  )
  expect(made.map(({ status }) => status).sort()).toEqual([...Array(2).fill('fulfilled'), ...Array(4).fill('rejected')])
  const errors = made.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
  expect(errors).toEqual(Array(4).fill(expect.objectContaining({ code: 'conflict' })))
})

it('a post added and unsaved at once is either saved and held, or neither', async () => {
  const [ann] = await people(app, ['ann'])
  const { call } = ann.client
  const { id: postId } = await call('posts.create', { caption: 'Back and forth' })
  const { id: collectionId } = await call('collections.create', { title: 'Race' })
  for (let i = 0; i < 20; i += 1) {
    await Promise.all([call('collections.add', { collectionId, postId }), call('posts.unsave', { postId })])
    const { saved } = (await call('posts.get', { postId })).viewer
    const [collection] = (await call('collections.list', { postId })).items
    expect(collection?.holds).toBe(saved)
  }
})
