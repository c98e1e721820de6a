import { describe, expect, it } from 'vitest'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { connectBeside } from '#support/database/connect-beside'
import { expectExactCounts } from '#support/database/exact-counts'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { makeModerator } from '#support/people/change-account'
import { type Person, people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()
const gone = { code: 'not_found' }

/** Ann's post with a like, two comments and a save by others, one of whom has seen it in their feed. */
async function livelyPost(transport: 'http' | 'socket' = 'http') {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
  for (const one of [bob, cy]) await one.client.call('users.follow', { username: ann.name })
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Here' })
  await until(
    () => app.query('select 1 from feed_entry where post_id = ?', [postId]),
    entries => entries.length === 2,
  )
  await bob.client.call('posts.like', { postId })
  await bob.client.call('posts.save', { postId })
  const { id: commentId } = await bob.client.call('comments.create', { postId, text: 'Stay!' })
  await ann.client.call('comments.create', { postId, parentId: commentId, text: 'No.' })
  const { id: conversationId } = await bob.client.call('conversations.open', { usernames: [cy.name] })
  await bob.client.call('messages.send', { conversationId, postId, text: 'Look' })
  return { ann, bob, cy, postId, commentId, conversationId }
}
type Lively = Awaited<ReturnType<typeof livelyPost>>

async function expectAllExact() {
  await expectExactCounts(app)
  const wrong = await app.query(`select id from users where post_count <>
    (select count(*) from post where author_id = users.id and status = 'published')`)
  expect(wrong).toEqual([])
}

/** Everything that shows the post to somebody else. */
async function seenByOthers({ ann, bob, cy, postId, commentId, conversationId }: Lively) {
  const get = await bob.client.call('posts.get', { postId }).catch(error => error.code)
  const comments = await cy.client.call('comments.list', { postId }).catch(error => error.code)
  const replies = await cy.client.call('comments.replies', { commentId }).catch(error => error.code)
  const holds = (list: { items: { id: string }[] }) => list.items.some(one => one.id === postId)
  return {
    get: typeof get === 'string' ? get : [get.counts, get.publishedAt, get.viewer],
    comments: typeof comments === 'string' ? comments : comments.items.map((one: { text: string }) => one.text),
    replies: typeof replies === 'string' ? replies : replies.items.map((one: { text: string }) => one.text),
    feeds: [holds(await bob.client.call('feed.home', {})), holds(await cy.client.call('feed.home', {}))],
    profile: holds(await bob.client.call('users.posts', { username: ann.name })),
    posts: (await bob.client.call('users.get', { username: ann.name })).counts.posts,
    saved: holds(await bob.client.call('posts.saved', {})),
    notified: (await bob.client.call('notifications.list', {})).items.map(one => one.kind),
    unread: (await bob.client.call('notifications.unread', {})).unread,
    message: (await cy.client.call('messages.list', { conversationId })).items[0]?.post?.id === postId,
  }
}

const nothing = {
  ...{ get: 'not_found', comments: 'not_found', replies: 'not_found', feeds: [false, false], profile: false, posts: 0 },
  ...{ saved: false, notified: [], unread: 0, message: false },
}

overBothTransports('a post', transport => {
  it.each([
    ['posts.archive', 'posts.unarchive'],
    ['posts.delete', 'posts.restore'],
  ] as const)('leaves every list and count by %s, and returns to its place by %s', async (away, back) => {
    const lively = await livelyPost(transport)
    const { ann, postId } = lively
    await ann.client.call('posts.create', { caption: 'Newer' })
    const before = await seenByOthers(lively)
    expect(before).toMatchObject({
      ...{ get: [{ likes: 1, comments: 2, shares: 1 }, expect.any(String), { liked: true, saved: true }] },
      ...{ feeds: [true, true], profile: true, posts: 2, saved: true, notified: ['reply'], unread: 1, message: true },
    })
    const places = async () => (await ann.client.call('users.posts', { username: ann.name })).items.map(one => one.id)
    const order = await places()
    await ann.client.call(away, { postId })
    expect(await seenByOthers(lively)).toEqual({ ...nothing, posts: 1 })
    await ann.client.call(back, { postId })
    expect(await seenByOthers(lively)).toEqual(before)
    expect(await places()).toEqual(order)
    expect(await ann.client.call('posts.get', { postId })).toMatchObject({ deletedAt: null, status: 'published' })
    await expectAllExact()
  })

  it('is archived twice as once, and unarchived twice as once', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Here' })
    const archived = await ann.client.call('posts.archive', { postId })
    expect(archived).toMatchObject({ status: 'archived' })
    expect(await ann.client.call('posts.archive', { postId })).toEqual(archived)
    expect((await ann.client.call('posts.archived', {})).items).toEqual([archived])
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(0)
    await expect(ann.client.call('posts.publish', { postId })).rejects.toMatchObject({ code: 'conflict' })
    const back = await ann.client.call('posts.unarchive', { postId })
    expect(await ann.client.call('posts.unarchive', { postId })).toEqual(back)
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(1)
    expect((await ann.client.call('posts.archived', {})).items).toEqual([])
  })

  it('that is deleted is listed for its author for thirty days, and restored twice as once', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Here' })
    await ann.client.call('posts.archive', { postId })
    await ann.client.call('posts.delete', { postId })
    await expect(ann.client.call('posts.get', { postId })).rejects.toMatchObject(gone)
    await expect(ann.client.call('posts.delete', { postId })).rejects.toMatchObject(gone)
    await expect(bob.client.call('posts.restore', { postId })).rejects.toMatchObject(gone)
    expect((await ann.client.call('posts.archived', {})).items).toEqual([])
    expect((await ann.client.call('posts.deleted', {})).items).toMatchObject([
      { id: postId, status: 'archived', deletedAt: expect.any(String) },
    ])
    const restored = await ann.client.call('posts.restore', { postId })
    expect(restored).toMatchObject({ status: 'archived', deletedAt: null })
    expect(await ann.client.call('posts.restore', { postId })).toEqual(restored)
    expect((await ann.client.call('posts.deleted', {})).items).toEqual([])

    await ann.client.call('posts.delete', { postId })
    await app.query("update post set deleted_at = now() - interval '30 days' where id = ?", [postId])
    expect((await ann.client.call('posts.deleted', {})).items).toEqual([])
    await expect(ann.client.call('posts.restore', { postId })).rejects.toMatchObject(gone)
  })
})

describe('when a post leaves', () => {
  it.each(['posts.archive', 'posts.delete'] as const)('%s reaches watchers, feeds and unread numbers', async away => {
    const { ann, bob, cy, postId } = await livelyPost()
    const removed = await hear(cy.client, 'feed.removed')
    await bob.client.connect('notifications')
    await bob.client.connect('posts')
    await cy.client.connect('posts')
    await cy.client.call('posts.watch', { postId }, { transport: 'socket' })
    const told = nextEvent(cy.client, 'post.activity', update => update.deleted === true)
    const voided = new Promise(resolve => bob.client.on('voided', resolve))
    await ann.client.call(away, { postId })
    expect(await told).toMatchObject({ postId, deleted: true })
    await voided
    await until(
      async () => removed,
      list => list.length > 0,
    )
    expect(removed.map(one => one.payload)).toEqual([{ postId }])

    const again = nextEvent(bob.client, 'notification.created')
    await ann.client.call(away === 'posts.archive' ? 'posts.unarchive' : 'posts.restore', { postId })
    expect(await again).toMatchObject({ notification: { kind: 'reply', post: { id: postId } }, unread: 1 })
  })

  it('its author goes on seeing what others did with an archived post', async () => {
    const { ann, postId } = await livelyPost()
    const before = await ann.client.call('notifications.unread', {})
    await ann.client.call('posts.archive', { postId })
    expect(await ann.client.call('notifications.unread', {})).toEqual(before)
    expect((await ann.client.call('comments.list', { postId })).items).toHaveLength(1)
    expect((await ann.client.call('posts.likers', { postId })).items).toHaveLength(1)
    await ann.client.call('posts.delete', { postId })
    expect((await ann.client.call('notifications.unread', {})).unread).toBe(1)
  })

  it('a follower who comes meanwhile finds it in their feed when it returns', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const older = await ann.client.call('posts.create', { caption: 'Older' })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Here' })
    await ann.client.call('posts.archive', { postId })
    await bob.client.call('users.follow', { username: ann.name })
    const feed = async () => (await bob.client.call('feed.home', {})).items.map(post => post.id)
    expect(await feed()).toEqual([older.id])
    await ann.client.call('posts.unarchive', { postId })
    await until(
      () => app.query('select 1 from feed_entry where owner_id = ? and post_id = ?', [bob.id, postId]),
      entries => entries.length === 1,
    )
    expect(await feed()).toEqual([postId, older.id])
  })
})

/** Looks for posts to erase, and waits until that is done. */
async function expire() {
  await app.engine.transact(async ctx => ctx.enqueue('posts.expire', {}))
  await until(
    () => app.query(`select 1 from task where job = 'posts.expire' and run_at > now() + interval '5 minutes'`),
    found => found.length === 1,
  )
}

describe('the job that erases deleted posts', () => {
  it('erases a post with its photos thirty days after its deletion, and no other', async () => {
    const { ann, bob, postId } = await livelyPost()
    const media = await uploadWhole(ann.client, await photo({ width: 60, height: 40 }))
    const old = await ann.client.call('posts.create', { mediaIds: [media.id] })
    const young = await ann.client.call('posts.create', { caption: 'Young' })
    for (const id of [postId, old.id, young.id]) await ann.client.call('posts.delete', { postId: id })
    await app.query("update post set deleted_at = now() - interval '30 days 1 second' where id in (?, ?)", [
      postId,
      old.id,
    ])
    await expire()
    expect((await ann.client.call('posts.deleted', {})).items.map(post => post.id)).toEqual([young.id])
    const left = await app.query(
      `select 1 from post_like where post_id = :id union all select 1 from comment where post_id = :id
        union all select 1 from notification where post_id = :id union all select 1 from feed_entry where post_id = :id
        union all select 1 from post_save where post_id = :id union all select 1 from post where id = :id`.replaceAll(
        ':id',
        `'${postId}'`,
      ),
    )
    expect(left).toEqual([])
    await expect(ann.client.call('media.get', { mediaId: media.id })).rejects.toMatchObject(gone)
    await until(
      () => app.query("select 1 from task where job = 'files.remove'"),
      tasks => tasks.length === 0,
    )
    const url = old.media[0]?.image?.variants[0]?.url ?? 'none'
    expect((await fetch(`http://127.0.0.1:${app.port}${url}`)).status).toBe(404)
    expect((await bob.client.call('users.get', { username: ann.name })).counts.posts).toBe(0)
    await expectAllExact()
  })

  it('passes over a post that is being restored', async () => {
    const [ann] = await people(app, ['ann'])
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Here' })
    await ann.client.call('posts.delete', { postId })
    await app.query("update post set deleted_at = now() - interval '30 days 1 second' where id = ?", [postId])
    const beside = untilTestEnds(await connectBeside(app.databaseUrl))
    await beside.query('begin')
    await beside.query(`update post set status = 'archived', deleted_at = null where id = '${postId}'`)
    await expire()
    await beside.query('commit')
    expect(await ann.client.call('posts.get', { postId })).toMatchObject({ id: postId })
  })
})

describe('a moderator', () => {
  const moderator = async () => {
    const [mo] = await people(app, ['mo'])
    await makeModerator(app, mo)
    return mo
  }
  const remove = (mo: Person, postId: string) => mo.client.call('moderation.removePost', { postId, reason: 'A test' })

  it.each(['published', 'archived', 'deleted'] as const)('removes a post that is %s for good', async state => {
    const { ann, bob, postId } = await livelyPost()
    const mo = await moderator()
    if (state !== 'published')
      await ann.client.call(state === 'archived' ? 'posts.archive' : 'posts.delete', { postId })
    await remove(mo, postId)
    expect((await ann.client.call('posts.deleted', {})).items).toEqual([])
    await expect(ann.client.call('posts.restore', { postId })).rejects.toMatchObject(gone)
    expect((await bob.client.call('users.get', { username: ann.name })).counts.posts).toBe(0)
    expect((await bob.client.call('notifications.unread', {})).unread).toBe(0)
    await expectAllExact()
  })
})

it('ten calls at once that archive, unarchive, delete and restore a post leave counts exact', async () => {
  const { ann, postId } = await livelyPost()
  const acts = ['posts.archive', 'posts.unarchive', 'posts.delete', 'posts.restore', 'posts.archive'] as const
  await Promise.all([...acts, ...acts].map(act => ann.client.call(act, { postId }).catch(() => null)))
  await expectAllExact()
  await ann.client.call('posts.restore', { postId })
  await ann.client.call('posts.unarchive', { postId })
  expect((await ann.client.call('users.me', {})).counts.posts).toBe(1)
  expect(await ann.client.call('posts.get', { postId })).toMatchObject({ counts: { likes: 1, comments: 2 } })
})
