import { beforeAll, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { caughtUp, headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { bringBack, makePrivate, suspend } from '#support/people/change-account'
import { type Person, people } from '#support/people/people'
import { insertBlock, insertMute } from '#support/people/relations'
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

const at = (username: string, mediaIndex = 0, x = 0.25, y = 0.75) => ({ username, mediaIndex, x, y })
const cannot = (field: string, words: string) => ({ code: 'invalid', fields: { [field]: words } })
const notTaggable = 'is not a user whom you can tag'

async function photosOf({ client }: Person, count = 1) {
  const media = await Promise.all(Array.from({ length: count }, () => uploadWhole(client, bytes)))
  return media.map(one => one.id)
}
/** A published post of the first person in which the others are tagged. */
async function tagging(author: Person, ...others: Person[]) {
  const tagged = others.map(({ name }) => at(name))
  return author.client.call('posts.create', { mediaIds: await photosOf(author), tagged })
}
const namesIn = ({ tagged }: { tagged: { user: { username: string } }[] }) => tagged.map(tag => tag.user.username)
const tagsSeen = async ({ client }: Person, postId: string) => namesIn(await client.call('posts.get', { postId }))
const photosWith = async ({ client }: Person, { name }: Person) =>
  (await client.call('users.tagged', { username: name })).items.map(post => post.id)
const tagNotices = async ({ client }: Person) =>
  (await client.call('notifications.list', {})).items.filter(one => one.kind === 'tag')

overBothTransports('users tagged in photos', transport => {
  it('are shown at their places, in the order of the photos', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const tagged = [at(cy.name, 1, 0, 1), at(bob.name.toUpperCase(), 0, 0.5, 0.25), at(bob.name, 1, 0.9, 0)]
    const { id: postId } = await ann.client.call('posts.create', { mediaIds: await photosOf(ann, 2), tagged })
    expect((await cy.client.call('posts.get', { postId })).tagged).toMatchObject([
      { user: { id: bob.id }, mediaIndex: 0, x: 0.5, y: 0.25 },
      { user: { id: cy.id }, mediaIndex: 1, x: 0, y: 1 },
      { user: { id: bob.id }, mediaIndex: 1, x: 0.9, y: 0 },
    ])
  })

  it('stay on their photos when these are put in another order, and leave with them', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const [first = '', second = ''] = await photosOf(ann, 2)
    const tagged = [at(bob.name, 0), at(cy.name, 1)]
    const { id: postId } = await ann.client.call('posts.create', { mediaIds: [first, second], tagged })
    const turned = await ann.client.call('posts.edit', { postId, mediaIds: [second, first] })
    expect(turned.tagged.map(tag => [tag.user.id, tag.mediaIndex])).toEqual([
      [cy.id, 0],
      [bob.id, 1],
    ])
    expect(namesIn(await ann.client.call('posts.edit', { postId, mediaIds: [first] }))).toEqual([bob.name])
    expect(await photosWith(ann, cy)).toEqual([])
    expect(await tagNotices(cy)).toEqual([])
  })

  it('are replaced by those of an edit, which is not shown as one', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId, version } = await tagging(ann, bob)
    const same = await ann.client.call('posts.edit', { postId, tagged: [at(bob.name)] })
    expect(same.version).toBe(version)
    const edited = await ann.client.call('posts.edit', { postId, tagged: [at(cy.name)] })
    expect(edited).toMatchObject({ editedAt: null, version: version + 1 })
    expect(namesIn(edited)).toEqual([cy.name])
    expect(await photosWith(ann, bob)).toEqual([])
    expect(namesIn(await ann.client.call('posts.edit', { postId, caption: 'Another' }))).toEqual([cy.name])
    expect(namesIn(await ann.client.call('posts.edit', { postId, tagged: [] }))).toEqual([])
  })

  it('must be known to the author and want it, and the error does not say which is missing', async () => {
    const [ann, bob, cy, dan, eve] = await people(app, ['ann', 'bob', 'cy', 'dan', 'eve'], transport)
    await insertBlock(app, bob, ann)
    await insertBlock(app, ann, cy)
    await suspend(app, dan)
    await eve.client.call('users.setSettings', { whoMayTag: 'followers' })
    const mediaIds = await photosOf(ann)
    const create = (tagged: object[]) => ann.client.call('posts.create', { mediaIds, tagged: tagged as never })
    for (const name of [bob.name, cy.name, dan.name, eve.name, 'nobody_of_that_name'])
      await expect(create([at(ann.name), at(name)])).rejects.toMatchObject(cannot('tagged.1.username', notTaggable))
    await ann.client.call('users.follow', { username: eve.name })
    const { id: postId } = await create([at(eve.name)])
    // Who is tagged stays so, also when they would not be again.
    await eve.client.call('users.setSettings', { whoMayTag: 'nobody' })
    expect(namesIn(await ann.client.call('posts.edit', { postId, tagged: [at(eve.name, 0, 0.1)] }))).toEqual([eve.name])
  })

  it('stand on a photo of the post once, and not too many', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const mediaIds = await photosOf(ann)
    const create = (tagged: object[]) => ann.client.call('posts.create', { mediaIds, tagged: tagged as never })
    const twice = cannot('tagged.1.username', 'is tagged in this photo already')
    await expect(create([at(bob.name), at(bob.name.toUpperCase())])).rejects.toMatchObject(twice)
    const elsewhere = cannot('tagged.0.mediaIndex', 'is not the index of a photo')
    await expect(create([at(bob.name, 1)])).rejects.toMatchObject(elsewhere)
    await expect(create([at(bob.name, 0, 1.01)])).rejects.toMatchObject({ code: 'invalid' })
    const many = (count: number) => Array.from({ length: count }, (_, i) => at(`name_${i}`))
    await expect(create(many(36))).rejects.toMatchObject({ fields: { tagged: 'must have at most 35 entries' } })
    const members = await app.query<{ username: string }>(
      `insert into users (username, skeleton, stage, verified_at)
        select 'tagged${transport}' || n, 'tagged${transport}' || n, 'done', now() from generate_series(1, 21) n
        returning username`,
    )
    const all = members.map(({ username }) => at(username))
    const tooMany = cannot('tagged', 'must have at most 20 entries for a photo')
    await expect(create(all)).rejects.toMatchObject(tooMany)
    expect((await create(all.slice(0, 20))).tagged).toHaveLength(20)
  })

  it('are hidden from those who cannot see them, and from everybody while they and the author are parted', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    const { id: postId } = await tagging(ann, bob, cy)
    await insertBlock(app, dan, bob)
    expect(await tagsSeen(dan, postId)).toEqual([cy.name])
    await bob.client.call('users.block', { username: ann.name })
    for (const one of [ann, cy, dan]) expect(await tagsSeen(one, postId)).toEqual([cy.name])
    expect(await photosWith(cy, bob)).toEqual([])
    expect(await photosWith(bob, bob)).toEqual([])
    // What the author does not see is not replaced.
    await ann.client.call('posts.edit', { postId, tagged: [] })
    await bob.client.call('users.unblock', { username: ann.name })
    expect(await tagsSeen(cy, postId)).toEqual([bob.name])
    await suspend(app, bob)
    expect(await tagsSeen(ann, postId)).toEqual([])
    await bringBack(app, bob)
    expect(await tagsSeen(ann, postId)).toEqual([bob.name])
  })

  it('remove themselves for good', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId, version } = await tagging(ann, bob, cy)
    for (let i = 0; i < 2; i += 1) expect(await bob.client.call('posts.removeTag', { postId })).toEqual({})
    expect(await ann.client.call('posts.get', { postId })).toMatchObject({
      tagged: [{ user: { id: cy.id } }],
      version: version + 1,
    })
    expect(await photosWith(ann, bob)).toEqual([])
    expect(await tagNotices(bob)).toEqual([])
    const again = ann.client.call('posts.edit', { postId, tagged: [at(cy.name), at(bob.name)] })
    await expect(again).rejects.toMatchObject(cannot('tagged.1.username', notTaggable))
    expect(await tagsSeen(bob, postId)).toEqual([cy.name])
  })

  it('are listed with the posts that the viewer can see, last tagged first', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const [pia] = await people(app, ['pia'], transport)
    const first = await tagging(ann, bob, cy)
    const second = await tagging(cy, bob)
    await makePrivate(app, pia)
    await tagging(pia, bob)
    expect(await photosWith(ann, bob)).toEqual([second.id, first.id])
    const pages = await allPages(cursor => ann.client.call('users.tagged', { username: bob.name, limit: 1, ...cursor }))
    expect(pages.map(page => page.map(post => post.id))).toEqual([[second.id], [first.id]])
    await insertBlock(app, cy, ann)
    expect(await photosWith(ann, bob)).toEqual([first.id])
    await makePrivate(app, bob)
    await expect(photosWith(ann, bob)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are notified once, however often the post is edited', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const heard = await hear(bob.client, 'notification.created')
    const { id: postId } = await tagging(ann, ann, bob)
    expect(await tagNotices(bob)).toMatchObject([{ actors: [{ id: ann.id }], actorCount: 1, post: { id: postId } }])
    expect(await tagNotices(ann)).toEqual([])
    await bob.client.call('notifications.read', { upTo: new Date().toISOString() })
    await ann.client.call('posts.edit', { postId, tagged: [] })
    expect(await tagNotices(bob)).toEqual([])
    await ann.client.call('posts.edit', { postId, tagged: [at(bob.name), at(cy.name)] })
    expect(await tagNotices(bob)).toMatchObject([{ readAt: expect.any(String) }])
    expect(await tagNotices(cy)).toMatchObject([{ post: { id: postId }, readAt: null }])
    const last = nextEvent(bob.client, 'notification.created', ({ notification }) => notification.kind === 'follow')
    await cy.client.call('users.follow', { username: bob.name })
    await last
    expect(heard.map(({ payload }) => payload.notification.kind)).toEqual(['tag', 'follow'])
  })

  it('are not notified of a post that they cannot see, nor by those whom they mute', async () => {
    const [pia, bob, mo, ann] = await people(app, ['pia', 'bob', 'mo', 'ann'], transport)
    await makePrivate(app, pia)
    await tagging(pia, bob)
    await insertMute(app, bob, mo)
    await tagging(mo, bob)
    const { id: postId } = await tagging(ann, bob)
    expect((await tagNotices(bob)).map(notice => notice.post?.id)).toEqual([postId])
  })
})

it('the notification of a tag leaves with it, at once', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: postId } = await tagging(ann, bob)
  await bob.client.connect('notifications')
  await caughtUp(app, [bob], 'notifications')
  const before = await headOf(app, bob.id, 'notifications')
  await ann.client.call('posts.edit', { postId, tagged: [] })
  expect(await headOf(app, bob.id, 'notifications')).toBe(before + 1)
  expect(await tagNotices(bob)).toEqual([])
  await ann.client.call('posts.edit', { postId, tagged: [at(bob.name)] })
  await bob.client.call('posts.removeTag', { postId })
  expect(await headOf(app, bob.id, 'notifications')).toBe(before + 2)
})

it('those who want no tags any more are not tagged when a draft is published', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  const tagged = [at(bob.name), at(cy.name)]
  const draft = { draft: true, mediaIds: await photosOf(ann), tagged }
  const { id: postId } = await ann.client.call('posts.create', draft)
  await bob.client.call('users.setSettings', { whoMayTag: 'nobody' })
  await ann.client.call('posts.publish', { postId })
  expect([await tagsSeen(ann, postId), await photosWith(ann, bob), await tagNotices(bob)]).toEqual([[cy.name], [], []])
  expect(await tagNotices(cy)).toHaveLength(1)
  await bob.client.call('users.setSettings', { whoMayTag: 'everyone' })
  await ann.client.call('posts.edit', { postId, tagged })
  expect(await tagNotices(bob)).toHaveLength(1)
})

it('tagged users are notified when the post is published, not before', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const postId = await whilePhotosWait(app, async () => {
    const { id: mediaId } = await ann.client.upload(fileOf(bytes))
    const post = await ann.client.call('posts.create', { mediaIds: [mediaId], tagged: [at(bob.name)] })
    expect(post).toMatchObject({ status: 'processing', tagged: [{ user: { id: bob.id } }] })
    expect(await tagNotices(bob)).toEqual([])
    expect(await photosWith(bob, bob)).toEqual([])
    return post.id
  })
  const notices = await until(
    () => tagNotices(bob),
    list => list.length > 0,
    20_000,
  )
  expect(notices).toMatchObject([{ post: { id: postId } }])
  expect(await photosWith(ann, bob)).toEqual([postId])
})
