import { beforeAll, describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { type Person, people, person } from '#support/people/people'
import { noisyPhoto, photo, truncatedJpeg } from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'
import { inFeed } from '#support/posts/in-feed'

const app = useApp()
/** Takes a while to render: a post made at once is made while it is processing. */
let slow: Buffer
let quick: Buffer
beforeAll(async () => {
  slow = await noisyPhoto('png', 3000, 2000)
  quick = await photo({ width: 60, height: 40 })
})

const upload = async ({ client }: Person, bytes: Buffer) => (await client.upload(fileOf(bytes))).id

describe('a post whose photos are still processing', () => {
  it('is published when the last is ready, and pushed to the online followers and to nobody else', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
    await bob.client.call('users.follow', { username: ann.name })
    const outside = await hear(cy.client, 'feed.post')
    const heard = await hear(bob.client, 'feed.post')
    await ann.client.connect('feed')
    const mediaIds = [await upload(ann, slow), await upload(ann, quick), await upload(ann, quick)].reverse()
    const post = await ann.client.call('posts.create', { mediaIds, caption: 'Three' })
    const postId = post.id
    expect(post).toMatchObject({ status: 'processing', publishedAt: null })
    expect(post.media.map(media => media.id)).toEqual(mediaIds)
    for (const { client } of [bob, cy]) {
      await expect(client.call('posts.get', { postId })).rejects.toMatchObject({ code: 'not_found' })
      await expect(client.call('posts.like', { postId })).rejects.toMatchObject({ code: 'not_found' })
    }
    expect((await bob.client.call('users.posts', { username: ann.name })).items).toEqual([])
    expect((await ann.client.call('feed.home', {})).items).toEqual([])
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(0)

    await Promise.all([bob, ann].map(({ client }) => nextEvent(client, 'feed.post', () => true, 20_000)))
    const seen = await bob.client.call('posts.get', { postId })
    expect(seen).toMatchObject({ status: 'published', publishedAt: expect.any(String) })
    expect(seen.media.map(media => [media.id, media.status])).toEqual(mediaIds.map(id => [id, 'ready']))
    expect(heard.map(one => one.payload.post)).toEqual([inFeed(seen)])
    expect((await bob.client.call('feed.home', {})).items).toEqual([inFeed(seen)])
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(1)

    // An event for everybody comes after those for others.
    await cy.client.call('posts.create', { caption: 'Mine' })
    await until(
      async () => outside.length,
      count => count > 0,
    )
    expect(outside.map(one => one.payload.post.caption)).toEqual(['Mine'])
  })

  it('stays unpublished when one cannot be read, and its author learns why and may remove it', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    await bob.client.call('users.follow', { username: ann.name })
    await ann.client.connect('users')
    const failed = nextEvent(ann.client, 'media.ready', ({ media }) => media.status === 'failed', 20_000)
    const mediaIds = [await upload(ann, slow), await upload(ann, await truncatedJpeg())]
    const { id: postId, status } = await ann.client.call('posts.create', { mediaIds, caption: 'Half' })
    expect(status).toBe('processing')
    const { media } = await failed
    expect(media).toMatchObject({ id: mediaIds[1], failure: expect.stringMatching(/\w/), image: null })
    await until(
      () => ann.client.call('media.get', { mediaId: mediaIds[0] ?? '' }),
      one => one.status === 'ready',
      20_000,
    )

    const own = await ann.client.call('posts.get', { postId })
    expect(own).toMatchObject({
      status: 'processing',
      publishedAt: null,
      media: [{ status: 'ready' }, { status: 'failed' }],
    })
    await expect(bob.client.call('posts.get', { postId })).rejects.toMatchObject({ code: 'not_found' })
    expect((await bob.client.call('feed.home', {})).items).toEqual([])
    expect(await ann.client.call('posts.edit', { postId, caption: 'Oh' })).toMatchObject({ status: 'processing' })
    await ann.client.call('posts.delete', { postId })
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(0)
  })

  it('may be deleted before they are ready', async () => {
    const ann = await person(app, 'ann')
    const mediaIds = [await upload(ann, slow), await upload(ann, quick)]
    const { id: postId } = await ann.client.call('posts.create', { mediaIds })
    await ann.client.call('posts.delete', { postId })
    await until(
      async () => (await app.query('select 1 from task where job in (?, ?)', ['photo.render', 'files.remove'])).length,
      left => left === 0,
      20_000,
    )
    expect((await ann.client.call('users.posts', { username: ann.name })).items).toEqual([])
    await expect(ann.client.call('posts.get', { postId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await app.query('select 1 from task where failed_at is not null')).toEqual([])
  })
})

describe('an upload', () => {
  it('can be used only in posts of its owner', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const mediaIds = [await upload(ann, quick)]
    const post = bob.client.call('posts.create', { mediaIds, caption: 'Mine?' })
    await expect(post).rejects.toMatchObject({ code: 'not_found' })
    expect(await ann.client.call('posts.create', { mediaIds })).toMatchObject({ media: [{ id: mediaIds[0] }] })
  })

  it('can be in one post, once', async () => {
    const ann = await person(app, 'ann')
    const mediaId = await upload(ann, quick)
    const create = (...mediaIds: string[]) => ann.client.call('posts.create', { mediaIds, caption: 'One' })
    await expect(create(mediaId, mediaId)).rejects.toMatchObject({ code: 'invalid' })
    const made = await Promise.allSettled([create(mediaId), create(mediaId), create(mediaId)])
    expect(made.map(one => one.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
    for (const one of made) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'conflict' })
    expect((await ann.client.call('posts.create', { mediaIds: [await upload(ann, quick)] })).media).toHaveLength(1)
  })

  it('that failed can be in no post', async () => {
    const ann = await person(app, 'ann')
    const { id, status } = await uploadWhole(ann.client, await truncatedJpeg())
    expect(status).toBe('failed')
    await expect(ann.client.call('posts.create', { mediaIds: [id] })).rejects.toMatchObject({ code: 'invalid' })
  })
})

it('a post with ready photos is published at once, in the given order', async () => {
  const ann = await person(app, 'ann')
  const media = await Promise.all(['one', 'two', 'three'].map(altText => uploadWhole(ann.client, quick, altText)))
  const mediaIds = media.map(one => one.id).reverse()
  const post = await ann.client.call('posts.create', { mediaIds })
  expect(post).toMatchObject({ status: 'published', caption: '' })
  expect(post.media.map(one => one.altText)).toEqual(['three', 'two', 'one'])
  await expect(ann.client.call('posts.create', { mediaIds: Array(11).fill(mediaIds[0]) })).rejects.toMatchObject({
    code: 'invalid',
  })
})
