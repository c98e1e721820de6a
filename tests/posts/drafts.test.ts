import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()
const gone = { code: 'not_found' }
const conflict = { code: 'conflict' }

overBothTransports('a draft', transport => {
  it('is seen by its author alone, and counts as no post', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    const draft = await ann.client.call('posts.create', { caption: 'Not yet', draft: true })
    const postId = draft.id
    expect(draft).toMatchObject({ status: 'draft', publishAt: null, publishedAt: null })
    expect(await ann.client.call('posts.get', { postId })).toEqual(draft)
    expect((await ann.client.call('posts.drafts', {})).items).toEqual([draft])
    await expect(bob.client.call('posts.get', { postId })).rejects.toMatchObject(gone)
    for (const change of ['posts.publish', 'posts.archive', 'posts.pin', 'posts.delete', 'posts.restore'] as const) {
      await expect(bob.client.call(change, { postId }), change).rejects.toMatchObject(gone)
    }
    await expect(bob.client.call('posts.edit', { postId, caption: 'Mine' })).rejects.toMatchObject(gone)
    expect((await ann.client.call('users.posts', { username: ann.name })).items).toEqual([])
    expect((await ann.client.call('feed.home', {})).items).toEqual([])
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(0)
    for (const call of ['posts.like', 'posts.archive', 'posts.pin'] as const) {
      await expect(ann.client.call(call, { postId }), call).rejects.toMatchObject({
        code: call === 'posts.like' ? 'not_found' : 'conflict',
      })
    }
  })

  it('may be empty, and is published once it has words, twice being once', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    const heard = await hear(bob.client, 'feed.post')
    const { id: postId } = await ann.client.call('posts.create', { draft: true })
    await expect(ann.client.call('posts.publish', { postId })).rejects.toMatchObject(conflict)
    await ann.client.call('posts.edit', { postId, caption: 'Words' })
    await ann.client.call('posts.edit', { postId, caption: '' })
    const edited = await ann.client.call('posts.edit', { postId, caption: 'Words again' })
    expect(edited).toMatchObject({ status: 'draft', editedAt: null })
    const published = await ann.client.call('posts.publish', { postId })
    expect(published).toMatchObject({ status: 'published', caption: 'Words again', publishedAt: expect.any(String) })
    expect(await ann.client.call('posts.publish', { postId })).toEqual(published)
    expect(await bob.client.call('posts.get', { postId })).toEqual(published)
    expect((await ann.client.call('posts.drafts', {})).items).toEqual([])
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(1)
    await until(
      async () => heard.length,
      count => count > 0,
    )
    const next = await ann.client.call('posts.create', { caption: 'Next' })
    await until(
      async () => heard,
      list => list.some(one => one.payload.post.id === next.id),
    )
    expect(heard.map(one => one.payload.post.caption)).toEqual(['Words again', 'Next'])
  })

  it('gets, loses and reorders photos, which are free again when they leave it', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const bytes = await photo({ width: 60, height: 40 })
    const upload = async () => (await uploadWhole(ann.client, bytes)).id
    const [a, b] = [await upload(), await upload()]
    const { id: postId } = await ann.client.call('posts.create', { mediaIds: [a], draft: true })
    const both = await ann.client.call('posts.edit', { postId, mediaIds: [b, a] })
    expect(both.media.map(media => media.id)).toEqual([b, a])
    const other = (await bob.client.upload(fileOf(bytes))).id
    await expect(ann.client.call('posts.edit', { postId, mediaIds: [a, other] })).rejects.toMatchObject(gone)
    await ann.client.call('posts.edit', { postId, mediaIds: [] })
    expect(await ann.client.call('posts.create', { mediaIds: [a, b] })).toMatchObject({ status: 'published' })
    await expect(ann.client.call('posts.edit', { postId, mediaIds: [a] })).rejects.toMatchObject(conflict)
  })
})

it('photos of a draft, an archived and a deleted post are served at the addresses of their author alone', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const get = async (url = '') => (await fetch(`http://127.0.0.1:${app.port}${url}`)).status
  const media = await uploadWhole(ann.client, await photo({ width: 60, height: 40 }))
  const urlsOf = (one: { image: { variants: { url: string }[] } | null } | undefined) =>
    one?.image?.variants.map(variant => variant.url) ?? []
  const uploaded = urlsOf(media)
  const draft = await ann.client.call('posts.create', { mediaIds: [media.id], draft: true })
  const postId = draft.id
  expect(uploaded.length).toBeGreaterThan(0)
  for (const url of uploaded) expect(await get(url)).toBe(404)
  for (const url of urlsOf(draft.media[0])) expect(await get(url)).toBe(200)
  for (const url of urlsOf(await ann.client.call('media.get', { mediaId: media.id }))) expect(await get(url)).toBe(200)

  await ann.client.call('posts.publish', { postId })
  const seen = urlsOf((await bob.client.call('posts.get', { postId })).media[0])
  for (const url of seen) expect(await get(url)).toBe(200)
  const archived = await ann.client.call('posts.archive', { postId })
  for (const url of seen) expect(await get(url)).toBe(404)
  for (const url of urlsOf(archived.media[0])) expect(await get(url)).toBe(200)
  await ann.client.call('posts.unarchive', { postId })
  for (const url of seen) expect(await get(url)).toBe(200)
  await ann.client.call('posts.delete', { postId })
  for (const url of seen) expect(await get(url)).toBe(404)
  const [deleted] = (await ann.client.call('posts.deleted', {})).items
  for (const url of urlsOf(deleted?.media[0])) expect(await get(url)).toBe(200)
  await ann.client.call('posts.restore', { postId })
  for (const url of seen) expect(await get(url)).toBe(200)
})
