import { beforeAll, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { nextEvent } from '#support/events/next-event'
import { makePrivate } from '#support/people/change-account'
import { type Person, people } from '#support/people/people'
import { whilePhotosWait } from '#support/photos/held-photos'
import { photo } from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'
import { allPages } from '#support/transports/all-pages'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()
let bytes: Buffer
beforeAll(async () => {
  bytes = await photo({ width: 60, height: 40 })
})

const historyOf = async ({ client }: Person, postId: string) => (await client.call('posts.history', { postId })).items

overBothTransports('the history of a post', transport => {
  it('holds what readers saw before each edit, newest first', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { call } = ann.client
    const post = await call('posts.create', { caption: 'First #light', location: { name: 'Portland Bill' } })
    const postId = post.id
    expect(await historyOf(bob, postId)).toEqual([])
    const second = await call('posts.edit', { postId, caption: 'Second' })
    const third = await call('posts.edit', { postId, location: null })
    // Neither is seen as an edit.
    await call('posts.edit', { postId, commentsDisabled: true, hideLikes: true, caption: 'Second' })
    const versions = await historyOf(bob, postId)
    expect(versions).toEqual([
      {
        ...{ id: expect.any(String), caption: 'Second', entities: [], location: { name: 'Portland Bill' }, media: [] },
        ...{ writtenAt: second.editedAt, replacedAt: third.editedAt },
      },
      {
        ...{ id: expect.any(String), caption: 'First #light', location: { name: 'Portland Bill' }, media: [] },
        ...{ entities: [{ kind: 'hashtag', start: 6, end: 12, tag: 'light' }] },
        ...{ writtenAt: post.publishedAt, replacedAt: second.editedAt },
      },
    ])
    const pages = await allPages(cursor => bob.client.call('posts.history', { postId, limit: 1, ...cursor }))
    expect(pages.flat()).toEqual(versions)
  })

  it('shows the photos in their former order, without those removed since', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const media = await Promise.all(['one', 'two', 'three'].map(altText => uploadWhole(ann.client, bytes, altText)))
    const [a = '', b = '', c = ''] = media.map(one => one.id)
    const { id: postId } = await ann.client.call('posts.create', { mediaIds: [a, b, c] })
    await ann.client.call('posts.edit', { postId, mediaIds: [c, b, a] })
    await ann.client.call('posts.edit', { postId, mediaIds: [a, c] })
    const shown = (await historyOf(bob, postId)).map(version => version.media.map(one => one.altText))
    expect(shown).toEqual([
      ['three', 'one'],
      ['one', 'three'],
    ])
  })

  it('holds every version of edits at the same time, each replaced when the next was written', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: '0' })
    const captions = Array.from({ length: 12 }, (_, i) => `${i + 1}`)
    await Promise.all(captions.map(caption => ann.client.call('posts.edit', { postId, caption })))
    const post = await bob.client.call('posts.get', { postId })
    const versions = await historyOf(bob, postId)
    expect([post.caption, ...versions.map(one => one.caption)].sort()).toEqual(['0', ...captions].sort())
    expect(versions.at(-1)?.caption).toBe('0')
    const writtenAfter = [post.editedAt, ...versions.map(one => one.writtenAt)].slice(0, -1)
    expect(versions.map(one => one.replacedAt)).toEqual(writtenAfter)
  })

  it('is for those who can see the post', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'One' })
    await ann.client.call('posts.edit', { postId, caption: 'Two' })
    expect(await historyOf(bob, postId)).toHaveLength(1)
    await makePrivate(app, ann)
    await expect(historyOf(bob, postId)).rejects.toMatchObject({ code: 'not_found' })
    await ann.client.call('posts.delete', { postId })
    await expect(historyOf(ann, postId)).rejects.toMatchObject({ code: 'not_found' })
  })
})

it('edits of a post that is not published yet leave no history', async () => {
  const [ann] = await people(app, ['ann'])
  const postId = await whilePhotosWait(app, async () => {
    const { id: mediaId } = await ann.client.upload(fileOf(bytes))
    const { id } = await ann.client.call('posts.create', { mediaIds: [mediaId], caption: 'Draft' })
    await ann.client.call('posts.edit', { postId: id, caption: 'Better' })
    return id
  })
  expect(await historyOf(ann, postId)).toEqual([])
})

overBothTransports('the alt texts of photos', transport => {
  it('are written with the post, in the order of the photos', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const media = await Promise.all(['one', 'two', 'three'].map(text => uploadWhole(ann.client, bytes, text)))
    const mediaIds = media.map(one => one.id)
    const textsOf = (post: { media: { altText: string }[] }) => post.media.map(one => one.altText)
    const post = await ann.client.call('posts.create', { mediaIds, altTexts: ['A lake', ''] })
    const postId = post.id
    expect(textsOf(post)).toEqual(['A lake', '', 'three'])
    const edited = await ann.client.call('posts.edit', {
      postId,
      mediaIds: mediaIds.toReversed(),
      altTexts: ['Hills', 'A boat'],
    })
    expect(textsOf(edited)).toEqual(['Hills', 'A boat', 'A lake'])
    const same = await ann.client.call('posts.edit', { postId, altTexts: ['Hills'] })
    expect(same).toEqual(edited)
    const other = await ann.client.call('posts.edit', { postId, altTexts: ['Snow'] })
    expect(other).toMatchObject({ editedAt: edited.editedAt, version: edited.version + 1 })
    expect(textsOf(await bob.client.call('posts.get', { postId }))).toEqual(['Snow', 'A boat', 'A lake'])
    const tooMany = { altTexts: 'must not have more entries than there are photos' }
    await expect(ann.client.call('posts.edit', { postId, altTexts: ['', '', '', ''] })).rejects.toMatchObject({
      fields: tooMany,
    })
    await expect(ann.client.call('posts.create', { caption: 'x', altTexts: ['x'] })).rejects.toMatchObject({
      fields: tooMany,
    })
  })

  it('are changed by their owner alone, and watchers of the post hear of it', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: mediaId } = await uploadWhole(ann.client, bytes, 'A lake')
    expect(await ann.client.call('media.update', { mediaId, altText: 'A sea' })).toMatchObject({ altText: 'A sea' })
    const { id: postId, version } = await ann.client.call('posts.create', { mediaIds: [mediaId] })
    await bob.client.connect('posts')
    await bob.client.call('posts.watch', { postId }, { transport: 'socket' })
    const changed = nextEvent(bob.client, 'post.activity', update => update.changed === true)
    await ann.client.call('media.update', { mediaId, altText: 'An ocean' })
    expect(await changed).toMatchObject({ postId, version: version + 1 })
    expect((await bob.client.call('posts.get', { postId })).media).toMatchObject([{ altText: 'An ocean' }])
    const theirs = bob.client.call('media.update', { mediaId, altText: 'Mine' })
    await expect(theirs).rejects.toMatchObject({ code: 'not_found' })
  })
})
