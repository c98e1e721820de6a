import { beforeAll, describe, expect, it } from 'vitest'
import type { Transport } from '#client'
import type { Post } from '#contract'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { connectBeside } from '#support/database/connect-beside'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { type Person, people } from '#support/people/people'
import { whilePhotosWait } from '#support/photos/held-photos'
import { photo, truncatedJpeg } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import { allPages } from '#support/transports/all-pages'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()
let good: Buffer
let bad: Buffer
beforeAll(async () => {
  good = await photo({ width: 60, height: 40 })
  bad = await truncatedJpeg()
})

const upload = async ({ client }: Person, bytes: Buffer) => (await client.upload(fileOf(bytes))).id
const pending = async ({ client }: Person) => (await client.call('posts.pending', {})).items
const isSettled = (post: Post) => post.media.every(media => media.status !== 'processing')

/** A post that waits for ever: of two photos, each rendered by now, the second could not be read. */
async function stuckPost(author: Person, caption = 'Half') {
  const post = await settledPost(author, [good, bad], caption)
  const [first, second] = post.media.map(media => media.id) as [string, string]
  return { postId: post.id, post, first, second }
}

/** A post made while its photos wait to be rendered, when all of them are. */
async function settledPost(author: Person, photos: Buffer[], caption: string) {
  const { client } = author
  const { id: postId } = await whilePhotosWait(app, async () => {
    const mediaIds: string[] = []
    for (const bytes of photos) mediaIds.push(await upload(author, bytes))
    return client.call('posts.create', { mediaIds, caption })
  })
  return until(() => client.call('posts.get', { postId }), isSettled, 20_000)
}

/** What a follower received about a post, when it and the next one have come, in any order. */
async function heardOf(author: Person, heard: { payload: { post: Post } }[], postId: string) {
  const { id } = await author.client.call('posts.create', { caption: 'The next one' })
  await until(
    async () => heard,
    list => [postId, id].every(each => list.some(one => one.payload.post.id === each)),
  )
  return heard.filter(one => one.payload.post.id === postId)
}

overBothTransports('a post with a photo that could not be read', transport => {
  it('is listed with its error for its author, and for nobody else', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { post } = await stuckPost(ann)
    expect(await pending(ann)).toEqual([post])
    expect(post).toMatchObject({
      status: 'processing',
      publishedAt: null,
      media: [{ status: 'ready' }, { status: 'failed', image: null, failure: expect.stringMatching(/cut off/) }],
    })
    expect(await pending(bob)).toEqual([])
  })

  it('is published at once when its author removes that photo, and does not count as edited', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    const heard = await hear(bob.client, 'feed.post')
    const { postId, first } = await stuckPost(ann)
    const published = await ann.client.call('posts.edit', { postId, mediaIds: [first] })
    expect(published).toMatchObject({
      status: 'published',
      publishedAt: expect.any(String),
      editedAt: null,
      media: [{ id: first, status: 'ready' }],
    })
    expect(await pending(ann)).toEqual([])
    expect(await bob.client.call('posts.get', { postId })).toEqual(published)
    expect(await heardOf(ann, heard, postId)).toHaveLength(1)
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(2)
    // The response may be lost: a repeated call returns the same.
    expect(await ann.client.call('posts.edit', { postId, mediaIds: [first] })).toEqual(published)
  })

  it('is published with its words when all photos are removed, and needs some', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const { postId } = await stuckPost(ann, ' ')
    await expect(ann.client.call('posts.edit', { postId, mediaIds: [] })).rejects.toMatchObject({
      code: 'invalid',
      fields: { mediaIds: expect.any(String) },
    })
    expect(await ann.client.call('posts.get', { postId })).toMatchObject({ status: 'processing', media: [{}, {}] })
    const words = { postId, mediaIds: [], caption: 'Words' }
    expect(await ann.client.call('posts.edit', words)).toMatchObject({ status: 'published', media: [] })
  })

  it('keeps waiting when its photos are only reordered', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const { postId, post, first, second } = await stuckPost(ann)
    const turned = await ann.client.call('posts.edit', { postId, mediaIds: [second, first], caption: 'Turned' })
    expect(turned).toMatchObject({ status: 'processing', editedAt: null, media: [{ id: second }, { id: first }] })
    expect(turned.version).toBeGreaterThan(post.version)
    expect(await pending(ann)).toEqual([turned])
  })

  it('releases its good photo when that is removed, so that another post may have it', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const { postId, first, second } = await stuckPost(ann)
    await expect(ann.client.call('posts.create', { mediaIds: [first] })).rejects.toMatchObject({ code: 'conflict' })
    await ann.client.call('posts.edit', { postId, mediaIds: [second] })
    const again = await ann.client.call('posts.create', { mediaIds: [first] })
    expect(again).toMatchObject({ status: 'published', media: [{ id: first }] })
  })

  it('is deleted by its author, and its good photo is free for another post', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { postId, first, second } = await stuckPost(ann)
    await expect(bob.client.call('posts.delete', { postId })).rejects.toMatchObject({ code: 'not_found' })
    expect(await ann.client.call('posts.delete', { postId })).toEqual({})
    expect(await pending(ann)).toEqual([])
    await expect(ann.client.call('posts.create', { mediaIds: [second] })).rejects.toMatchObject({ code: 'invalid' })
    const again = await ann.client.call('posts.create', { mediaIds: [first] })
    expect(again).toMatchObject({ status: 'published', media: [{ id: first, status: 'ready' }] })
  })

  it('is not found for others who try to edit it', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    const { postId, post, first } = await stuckPost(ann)
    await expect(bob.client.call('posts.edit', { postId, mediaIds: [first] })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await pending(ann)).toEqual([post])
  })
})

overBothTransports('the list of pending posts', transport => {
  it('includes posts whose photos are processing, and excludes published ones', async () => {
    const [ann] = await people(app, ['ann'], transport)
    await ann.client.call('posts.create', { caption: 'Out' })
    const { id } = await whilePhotosWait(app, async () => {
      const mediaIds = [await upload(ann, good)]
      const post = await ann.client.call('posts.create', { mediaIds, caption: 'On its way' })
      expect(await pending(ann)).toEqual([post])
      expect(post).toMatchObject({ status: 'processing', caption: 'On its way' })
      return post
    })
    await until(
      () => pending(ann),
      list => list.length === 0,
      20_000,
    )
    expect(await ann.client.call('posts.get', { postId: id })).toMatchObject({ status: 'published' })
  })

  it('is paged, newest first', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const made: string[] = []
    await whilePhotosWait(app, async () => {
      for (let i = 0; i < 5; i += 1) {
        const mediaIds = [await upload(ann, bad)]
        made.unshift((await ann.client.call('posts.create', { mediaIds })).id)
      }
    })
    const pages = await allPages(at => ann.client.call('posts.pending', { limit: 2, ...at }))
    expect(pages.map(page => page.map(post => post.id))).toEqual([made.slice(0, 2), made.slice(2, 4), made.slice(4)])
  })
})

describe('while a post is edited', () => {
  it('five removals at once of the photo that failed publish it once', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    await bob.client.call('users.follow', { username: ann.name })
    const heard = await hear(bob.client, 'feed.post')
    await ann.client.connect('posts')
    const { postId, first } = await stuckPost(ann)
    const transports = ['http', 'socket', 'http', 'socket', 'http'] as Transport[]
    const edit = (transport: Transport) => ann.client.call('posts.edit', { postId, mediaIds: [first] }, { transport })
    const answers = await Promise.all(transports.map(edit))
    expect(new Set(answers.map(post => JSON.stringify(post))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 'published', media: [{ id: first }] })
    expect(await heardOf(ann, heard, postId)).toHaveLength(1)
    expect((await bob.client.call('users.get', { username: ann.name })).counts.posts).toBe(2)
  })

  it('its last photo becomes ready at the same moment, and it is published once', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    await bob.client.call('users.follow', { username: ann.name })
    const heard = await hear(bob.client, 'feed.post')
    const beside = untilTestEnds(await connectBeside(app.databaseUrl))
    const waitingForLock = (number: number) =>
      until(
        () =>
          app.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"),
        found => found.length >= number,
        20_000,
      )
    const post = await whilePhotosWait(app, async () => {
      const mediaIds = [await upload(ann, good), await upload(ann, good)]
      return ann.client.call('posts.create', { mediaIds, caption: 'Both' })
    })
    const [first] = post.media.map(media => media.id) as [string]
    await beside.query('begin')
    await beside.query(`select 1 from users where id = '${ann.id}' for no key update`)
    await waitingForLock(1)
    const edited = ann.client.call('posts.edit', { postId: post.id, mediaIds: [first] })
    await waitingForLock(2)
    await beside.query('rollback')
    expect(await edited).toMatchObject({ media: [{ id: first }] })
    await until(
      () => ann.client.call('posts.get', { postId: post.id }),
      seen => seen.status === 'published',
      20_000,
    )
    expect(await heardOf(ann, heard, post.id)).toHaveLength(1)
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(2)
  })

  it('two removals of different photos end with the result of one of them', async () => {
    const [ann] = await people(app, ['ann'])
    const { id: postId, media } = await settledPost(ann, [good, good, bad], 'Three')
    const [a = '', b = ''] = media.map(each => each.id)
    const answers = await Promise.allSettled(
      [[a], [b]].map(wanted => ann.client.call('posts.edit', { postId, mediaIds: wanted })),
    )
    expect(answers.map(answer => answer.status).sort()).toEqual(['fulfilled', 'rejected'])
    const rejected = answers.find(answer => answer.status === 'rejected')
    expect(rejected?.reason).toMatchObject({ code: 'invalid', fields: { mediaIds: expect.any(String) } })
    const seen = await ann.client.call('posts.get', { postId })
    expect(seen).toMatchObject({ status: 'published', media: [{ id: expect.any(String) }] })
    expect([a, b]).toContain(seen.media[0]?.id)
  })
})
