import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { type Person, people } from '#support/people/people'
import { whilePhotosWait } from '#support/photos/held-photos'
import { photo, truncatedJpeg } from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()
const gone = { code: 'not_found' }
const days = 24 * 3_600_000
const later = (milliseconds = days) => new Date(Date.now() + milliseconds).toISOString()

/** Makes the time of a scheduled post come, as if it had been scheduled for now. */
async function makeDue(postId: string) {
  await app.query('update post set publish_at = now() where id = ?', [postId])
  await app.query('update task set run_at = now() where id = ?', [`publish-${postId}`])
}
const published = ({ client }: Person, postId: string) =>
  until(
    () => client.call('posts.get', { postId }),
    post => post.status === 'published',
    20_000,
  )
/** Resolves when no job waits for the post any more. */
const jobDone = (postId: string) =>
  until(
    () => app.query('select 1 from task where id = ?', [`publish-${postId}`]),
    jobs => jobs.length === 0,
    20_000,
  )

overBothTransports('a scheduled post', transport => {
  it('is seen by its author alone until it is due, and then published once, with a notification', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    const heard = await hear(bob.client, 'feed.post')
    const notified = await hear(ann.client, 'notification.created')
    const publishAt = later()
    const post = await ann.client.call('posts.create', { caption: 'Later', publishAt })
    const postId = post.id
    expect(post).toMatchObject({ status: 'scheduled', publishAt, publishedAt: null })
    expect((await ann.client.call('posts.scheduled', {})).items).toEqual([post])
    await expect(bob.client.call('posts.get', { postId })).rejects.toMatchObject(gone)
    await expect(bob.client.call('posts.publish', { postId })).rejects.toMatchObject(gone)
    expect((await bob.client.call('users.posts', { username: ann.name })).items).toEqual([])
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(0)

    await makeDue(postId)
    const out = await published(ann, postId)
    expect(out).toMatchObject({ publishAt: null, publishedAt: expect.any(String), editedAt: null })
    expect(await bob.client.call('posts.get', { postId })).toMatchObject({ id: postId, status: 'published' })
    await until(
      async () => [heard.length, notified.filter(one => one.payload.notification.kind === 'post_ready').length],
      ([posts = 0, ready = 0]) => posts > 0 && ready > 0,
    )
    const { items } = await ann.client.call('notifications.list', {})
    expect(items.filter(one => one.kind === 'post_ready')).toMatchObject([
      { actors: [], actorCount: 0, post: { id: postId, status: 'published' } },
    ])
    expect((await ann.client.call('posts.scheduled', {})).items).toEqual([])
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(1)
    const next = await ann.client.call('posts.create', { caption: 'Next' })
    await until(
      async () => heard,
      list => list.some(one => one.payload.post.id === next.id),
    )
    expect(heard.map(one => one.payload.post.caption)).toEqual(['Later', 'Next'])
  })

  it('needs a time in the future that is near enough, and is no draft', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const wrong = { code: 'invalid', fields: { publishAt: expect.any(String) } }
    const create = (more: object) => ann.client.call('posts.create', { caption: 'Later', ...more })
    for (const publishAt of [later(-1000), later(367 * days), 'tomorrow', '0000-01-01T00:00:00.000Z']) {
      await expect(create({ publishAt }), publishAt).rejects.toMatchObject(wrong)
    }
    await expect(create({ publishAt: later(), draft: true })).rejects.toMatchObject(wrong)
    await expect(create({ publishAt: later(), caption: ' ' })).rejects.toMatchObject({ code: 'invalid' })
    const { id: postId } = await create({})
    await expect(ann.client.call('posts.edit', { postId, publishAt: later() })).rejects.toMatchObject(wrong)
    await expect(ann.client.call('posts.edit', { postId, publishAt: null })).rejects.toMatchObject(wrong)
    expect((await ann.client.call('posts.scheduled', {})).items).toEqual([])
  })

  it('is listed soonest first, edited, moved, and made a draft again', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const create = (caption: string, at: number) =>
      ann.client.call('posts.create', { caption, publishAt: later(at * days) })
    const [third, first, second] = [await create('Third', 3), await create('First', 1), await create('Second', 2)]
    const captions = async () => (await ann.client.call('posts.scheduled', {})).items.map(post => post.caption)
    expect(await captions()).toEqual(['First', 'Second', 'Third'])
    const publishAt = later(4 * days)
    const moved = await ann.client.call('posts.edit', { postId: first.id, publishAt, caption: 'Last' })
    expect(moved).toMatchObject({ status: 'scheduled', publishAt, caption: 'Last', editedAt: null })
    expect(await ann.client.call('posts.edit', { postId: first.id, publishAt })).toEqual(moved)
    expect(await captions()).toEqual(['Second', 'Third', 'Last'])
    await expect(ann.client.call('posts.edit', { postId: third.id, caption: '' })).rejects.toMatchObject({
      code: 'invalid',
    })
    const draft = await ann.client.call('posts.edit', { postId: second.id, publishAt: null })
    expect(draft).toMatchObject({ status: 'draft', publishAt: null })
    expect((await ann.client.call('posts.drafts', {})).items).toEqual([draft])
    const again = await ann.client.call('posts.edit', { postId: second.id, publishAt: later(days) })
    expect(again).toMatchObject({ status: 'scheduled' })
    expect(await captions()).toEqual(['Second', 'Third', 'Last'])
  })

  it('that is published by hand is not published again when its time comes', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    const heard = await hear(bob.client, 'feed.post')
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Now', publishAt: later() })
    const out = await ann.client.call('posts.publish', { postId })
    expect(out).toMatchObject({ status: 'published', publishAt: null })
    await makeDue(postId)
    await jobDone(postId)
    const { id } = await ann.client.call('posts.create', { caption: 'Next' })
    await until(
      async () => heard,
      list => list.some(one => one.payload.post.id === id),
    )
    expect(heard.map(one => one.payload.post.caption)).toEqual(['Now', 'Next'])
    expect((await ann.client.call('posts.get', { postId })).publishedAt).toBe(out.publishedAt)
    expect((await ann.client.call('notifications.list', {})).items.map(one => one.kind)).toEqual(['follow'])
  })
})

describe('before a scheduled post is due', () => {
  it('a job of an earlier time leaves a post alone that was moved, and publishes it at its new time', async () => {
    const [ann] = await people(app, ['ann'])
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Later', publishAt: later() })
    const publishAt = later(2 * days)
    await ann.client.call('posts.edit', { postId, publishAt })
    await app.query('update task set run_at = now() where id = ?', [`publish-${postId}`])
    const [job] = await until(
      () =>
        app.query<{ at: Date }>("select run_at as at from task where id = ? and run_at > now() + interval '1 hour'", [
          `publish-${postId}`,
        ]),
      jobs => jobs.length === 1,
    )
    expect(job?.at.toISOString()).toBe(publishAt)
    expect(await ann.client.call('posts.get', { postId })).toMatchObject({ status: 'scheduled', publishAt })
    await makeDue(postId)
    await published(ann, postId)
  })

  it.each(['made a draft', 'deleted'] as const)('one that is %s stays unpublished at its time', async how => {
    const [ann] = await people(app, ['ann'])
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Never', publishAt: later() })
    if (how === 'deleted') await ann.client.call('posts.delete', { postId })
    else await ann.client.call('posts.edit', { postId, publishAt: null })
    await app.query('update task set run_at = now() where id = ?', [`publish-${postId}`])
    await jobDone(postId)
    if (how === 'deleted') {
      expect(await ann.client.call('posts.restore', { postId })).toMatchObject({ status: 'scheduled' })
      await ann.client.call('posts.delete', { postId })
      await app.query("update post set publish_at = now() - interval '1 second' where id = ?", [postId])
      expect(await ann.client.call('posts.restore', { postId })).toMatchObject({ status: 'draft', publishAt: null })
    } else {
      expect(await ann.client.call('posts.get', { postId })).toMatchObject({ status: 'draft' })
    }
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(0)
  })
})

describe('a photo of a scheduled post', () => {
  it('that fails while the post waits keeps it unpublished at its time, and its author is notified', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const good = await uploadWhole(ann.client, await photo({ width: 60, height: 40 }))
    const post = await whilePhotosWait(app, async () => {
      const { id: bad } = await ann.client.upload(fileOf(await truncatedJpeg()))
      return ann.client.call('posts.create', { mediaIds: [good.id, bad], caption: 'Half', publishAt: later() })
    })
    const postId = post.id
    await until(
      () => ann.client.call('posts.get', { postId }),
      seen => seen.media[1]?.status === 'failed',
      20_000,
    )
    expect(await ann.client.call('posts.get', { postId })).toMatchObject({ status: 'scheduled' })
    await expect(ann.client.call('posts.publish', { postId })).rejects.toMatchObject({ code: 'conflict' })
    const notified = nextEvent(await connected(ann), 'notification.created', () => true, 20_000)
    await makeDue(postId)
    expect(await notified).toMatchObject({
      notification: { kind: 'post_ready', post: { id: postId, status: 'processing' } },
    })
    expect((await ann.client.call('posts.pending', {})).items).toMatchObject([{ id: postId, status: 'processing' }])
    await expect(bob.client.call('posts.get', { postId })).rejects.toMatchObject(gone)
    expect(await ann.client.call('posts.edit', { postId, mediaIds: [good.id] })).toMatchObject({ status: 'published' })
    expect(await bob.client.call('posts.get', { postId })).toMatchObject({ media: [{ id: good.id }] })
  })

  it('that is still processing at its time is waited for', async () => {
    const [ann] = await people(app, ['ann'])
    const postId = await whilePhotosWait(app, async () => {
      const { id } = await ann.client.upload(fileOf(await photo({ width: 60, height: 40 })))
      const post = await ann.client.call('posts.create', { mediaIds: [id], publishAt: later() })
      await makeDue(post.id)
      await until(
        () => ann.client.call('posts.get', { postId: post.id }),
        seen => seen.status === 'processing',
        20_000,
      )
      return post.id
    })
    await published(ann, postId)
    const { items } = await until(
      () => ann.client.call('notifications.list', {}),
      list => list.items.length > 0,
    )
    expect(items).toMatchObject([{ kind: 'post_ready', post: { status: 'published' } }])
  })
})

async function connected({ client }: Person) {
  await client.connect('notifications')
  return client
}
