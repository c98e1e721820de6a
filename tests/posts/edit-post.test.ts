import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { InputOf } from '#contract'
import { useApp } from '#support/app/use-app'
import { makeDueAgain } from '#support/database/jobs'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { type Person, people, person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { ageUploads, uploadWhole } from '#support/photos/uploads'
import { inFeed } from '#support/posts/in-feed'
import { ask } from '#support/transports/http'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()
let bytes: Buffer
beforeAll(async () => {
  bytes = await photo({ width: 60, height: 40 })
})

const location = { name: 'Portland Bill', latitude: 50.5, longitude: -2.45 }
type Changes = Omit<InputOf<'posts.edit'>, 'postId'>

/** A published post with a caption, a place and three photos. */
async function published({ client }: Person) {
  const media = await Promise.all(['one', 'two', 'three'].map(altText => uploadWhole(client, bytes, altText)))
  const mediaIds = media.map(one => one.id) as [string, string, string]
  return { mediaIds, post: await client.call('posts.create', { mediaIds, caption: 'First light', location }) }
}

overBothTransports('an edit', transport => {
  const asItIs: [string, (ids: string[]) => Changes][] = [
    ['nothing', () => ({})],
    ['the same caption', () => ({ caption: 'First light' })],
    ['the same place', () => ({ location: { longitude: -2.45, latitude: 50.5, name: 'Portland Bill' } })],
    ['the same photos in the same order', mediaIds => ({ mediaIds })],
    ['that it takes comments, which it does', () => ({ commentsDisabled: false })],
    ['all of it as it is', mediaIds => ({ caption: 'First light', location, mediaIds, commentsDisabled: false })],
  ]

  it('that changes nothing leaves the post as it was', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const { post, mediaIds } = await published(ann)
    for (const [what, changes] of asItIs) {
      expect([what, await ann.client.call('posts.edit', { postId: post.id, ...changes(mediaIds) })]).toEqual([
        what,
        post,
      ])
    }
    expect(await ann.client.call('posts.get', { postId: post.id })).toEqual(post)
  })

  it('that turns comments off and on again does not count as edited', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId, version } = await ann.client.call('posts.create', { caption: 'Quiet' })
    const off = await ann.client.call('posts.edit', { postId, commentsDisabled: true })
    expect(off).toMatchObject({ commentsDisabled: true, editedAt: null, version: version + 1 })
    await expect(bob.client.call('comments.create', { postId, text: 'Hi' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const on = await ann.client.call('posts.edit', { postId, commentsDisabled: false })
    expect(on).toMatchObject({ commentsDisabled: false, editedAt: null, version: version + 2 })
  })

  it.each<[string, (ids: [string, string, string]) => Changes]>([
    ['the caption', () => ({ caption: 'Last light' })],
    ['the case of one letter of the caption', () => ({ caption: 'first light' })],
    ['the caption, which is taken away', () => ({ caption: '' })],
    ['the place', () => ({ location: { name: 'Weymouth' } })],
    ['the place, of which the position is left out', () => ({ location: { name: 'Portland Bill' } })],
    ['the place, which is taken away', () => ({ location: null })],
    ['the order of the photos', ([a, b, c]) => ({ mediaIds: [c, a, b] })],
    ['the photos, of which one is removed', ([a, , c]) => ({ mediaIds: [a, c] })],
    ['the photos, which are all removed', () => ({ mediaIds: [] })],
    ['the caption, beside comments', () => ({ caption: 'Last light', commentsDisabled: true })],
  ])('of %s sets the time of the edit and keeps the rest', async (_, changes) => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { post, mediaIds } = await published(ann)
    const wanted = changes(mediaIds)
    const edited = await ann.client.call('posts.edit', { postId: post.id, ...wanted })
    const { mediaIds: kept = mediaIds, ...words } = wanted
    const byId = new Map(post.media.map(media => [media.id, media]))
    expect(edited).toEqual({
      ...post,
      ...words,
      media: kept.map(id => byId.get(id)),
      version: post.version + 1,
      editedAt: expect.any(String),
    })
    expect(await bob.client.call('posts.get', { postId: post.id })).toEqual(edited)
    // Asked for again, it is the same edit.
    expect(await ann.client.call('posts.edit', { postId: post.id, ...wanted })).toEqual(edited)
  })
})

overBothTransports('the photos of a published post', transport => {
  it('are shown in the new order wherever the post appears', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    const { post, mediaIds } = await published(ann)
    const [a, b, c] = mediaIds
    const edited = await ann.client.call('posts.edit', { postId: post.id, mediaIds: [c, b, a] })
    expect(edited.media.map(media => media.altText)).toEqual(['three', 'two', 'one'])
    const feed = await until(
      () => bob.client.call('feed.home', {}),
      ({ items }) => items.length > 0,
    )
    expect(feed.items).toEqual([inFeed(edited)])
    expect((await bob.client.call('users.posts', { username: ann.name })).items).toEqual([edited])
  })

  it('are gone when they are removed, files included', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const { post, mediaIds } = await published(ann)
    const [a, b, c] = mediaIds
    const url = post.media[1]?.image?.variants[0]?.url ?? ''
    expect(await ask(app, 'GET', url)).toMatchObject({ status: 200 })
    await ann.client.call('posts.edit', { postId: post.id, mediaIds: [c, a] })
    await expect(ann.client.call('media.get', { mediaId: b })).rejects.toMatchObject({ code: 'not_found' })
    await expect(ann.client.call('posts.create', { mediaIds: [b] })).rejects.toMatchObject({ code: 'not_found' })
    await until(
      async () => existsSync(join(app.config.dataDir, 'files/photos', b)),
      isThere => !isThere,
    )
    expect(await ask(app, 'GET', url)).toMatchObject({ status: 404 })
    for (const id of [a, c]) expect(existsSync(join(app.config.dataDir, 'files/photos', id))).toBe(true)
  })

  it('stay in the messages that show them', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { post, mediaIds } = await published(ann)
    const [a, b] = mediaIds
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    await ann.client.call('messages.send', { conversationId, mediaId: b })
    await ann.client.call('posts.edit', { postId: post.id, mediaIds: [a] })
    const { items } = await bob.client.call('messages.list', { conversationId })
    expect(items).toMatchObject([{ media: { id: b, status: 'ready' } }])
  })

  it.each<[string, (ids: [string, string, string], foreign: string) => string[]]>([
    ['a photo twice', ([a, b]) => [a, b, a]],
    ['an upload of one’s own that is not in it', ([a], foreign) => [a, foreign]],
    ['a photo that there is not', ([a]) => [a, '01990a4e-7c00-7000-8000-000000000001']],
    ['what is no id', ([a]) => [a, 'three']],
    ['more photos than a post holds', ([a]) => Array<string>(11).fill(a)],
  ])('must be named from among them: %s is invalid, and nothing is changed', async (_, named) => {
    const [ann] = await people(app, ['ann'], transport)
    const { post, mediaIds } = await published(ann)
    const { id: foreign } = await uploadWhole(ann.client, bytes)
    const edit = ann.client.call('posts.edit', { postId: post.id, mediaIds: named(mediaIds, foreign), caption: 'No' })
    await expect(edit).rejects.toMatchObject({
      code: 'invalid',
      fields: expect.toSatisfy((fields: object) => Object.keys(fields).every(field => field.startsWith('mediaIds'))),
    })
    expect(await ann.client.call('posts.get', { postId: post.id })).toEqual(post)
  })

  it('can be changed by the author only', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { post, mediaIds } = await published(ann)
    const edit = bob.client.call('posts.edit', { postId: post.id, mediaIds: mediaIds.slice(1) })
    await expect(edit).rejects.toMatchObject({ code: 'forbidden' })
    expect(await ann.client.call('posts.get', { postId: post.id })).toEqual(post)
  })
})

describe('watchers of a post', () => {
  it('are notified of an edit, and not of one that changes nothing', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], 'socket')
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Before' })
    const outside = await hear(cy.client, 'post.activity')
    const heard = await hear(bob.client, 'post.activity')
    await bob.client.call('posts.watch', { postId })
    await ann.client.call('posts.edit', { postId })
    const told = nextEvent(bob.client, 'post.activity')
    const { version } = await ann.client.call('posts.edit', { postId, caption: 'After' })
    expect(await told).toMatchObject({ postId, version, changed: true })
    const liked = nextEvent(bob.client, 'post.activity', update => update.counts.likes === 1)
    await cy.client.call('posts.like', { postId })
    expect(await liked).not.toHaveProperty('changed')
    expect(heard).toHaveLength(2)
    expect(outside).toEqual([])
  })
})

it('a photo removed from an unpublished post expires like any unused upload, a day after its upload', async () => {
  const ann = await person(app, 'ann')
  const [kept, freed] = [await uploadWhole(ann.client, bytes), await uploadWhole(ann.client, bytes)]
  const [post] = await app.query<{ id: string }>(
    `insert into post (author_id, caption, status) values (?, 'Two', 'processing') returning id`,
    [ann.id],
  )
  const postId = post?.id ?? ''
  await app.query('insert into post_media (post_id, position, media_id) values (?, 0, ?), (?, 1, ?)', [
    postId,
    kept.id,
    postId,
    freed.id,
  ])
  await ageUploads(app, ann, 25)
  await ann.client.call('posts.edit', { postId, mediaIds: [kept.id] })
  await makeDueAgain(app, 'expire-rows')
  await until(
    async () => existsSync(join(app.config.dataDir, 'files/photos', freed.id)),
    isThere => !isThere,
    15_000,
  )
  await expect(ann.client.call('media.get', { mediaId: freed.id })).rejects.toMatchObject({ code: 'not_found' })
  expect(await ann.client.call('media.get', { mediaId: kept.id })).toMatchObject({ status: 'ready' })
})
