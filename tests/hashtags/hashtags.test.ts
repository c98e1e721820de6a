import { describe, expect, it } from 'vitest'
import { maxFollowedTags } from '#contract'
import { useApp } from '#support/app/use-app'
import { expectExactCounts, settled } from '#support/database/exact-counts'
import { until } from '#support/events/next-event'
import { makeModerator } from '#support/people/change-account'
import { leave } from '#support/people/leaving'
import { clientOf, type Person, password, people, person } from '#support/people/people'
import { whilePhotosWait } from '#support/photos/held-photos'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import { allPages } from '#support/transports/all-pages'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

let made = 0
/** A tag that no other test uses. */
const newTag = () => {
  made += 1
  return `größe${made}`
}
const countOf = async ({ client }: Person, tag: string) => (await client.call('hashtags.get', { tag })).counts.posts
const write = async ({ client }: Person, caption: string) => (await client.call('posts.create', { caption })).id
const listed = async ({ client }: Person, tag: string, order: 'top' | 'recent' = 'recent') =>
  (await client.call('hashtags.posts', { tag, order })).items.map(post => post.id)

overBothTransports('a hashtag', transport => {
  it('is one and the same in any spelling, with or without the sign', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const tag = newTag()
    const id = await write(ann, `Look: #${tag.toUpperCase()}`)
    const canonical = tag.replace('ß', 'ss')
    for (const spelling of [tag, `#${tag}`, `＃${tag.toUpperCase()}`, tag.normalize('NFD')]) {
      expect(await bob.client.call('hashtags.get', { tag: spelling })).toEqual({
        tag: canonical,
        counts: { posts: 1 },
        viewer: { following: false },
      })
      expect(await listed(bob, spelling)).toEqual([id])
    }
    for (const wrong of ['two words', '2024', '#', '##a', 'a-b', 'x'.repeat(101)]) {
      await expect(bob.client.call('hashtags.get', { tag: wrong })).rejects.toMatchObject({
        code: 'invalid',
        fields: { tag: 'is no hashtag' },
      })
    }
    expect(await countOf(bob, 'nobody_has_used_it')).toBe(0)
  })

  it('counts the posts that have it now: edited, deleted, twice in one caption', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const [one, other] = [newTag(), newTag()]
    const id = await write(ann, `#${one} #${one} #${one.toUpperCase()}`)
    await write(ann, `#${one}`)
    expect(await countOf(ann, one)).toBe(2)
    await ann.client.call('posts.edit', { postId: id, caption: `#${other}` })
    expect([await countOf(ann, one), await countOf(ann, other)]).toEqual([1, 1])
    await ann.client.call('posts.edit', { postId: id, caption: `#${other} and #${one}` })
    expect([await countOf(ann, one), await countOf(ann, other)]).toEqual([2, 1])
    await ann.client.call('posts.delete', { postId: id })
    expect([await countOf(ann, one), await countOf(ann, other)]).toEqual([1, 0])
    await expectExactCounts(app)
  })

  it('lists its posts newest first, and at the top those with the most likes, page by page', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const tag = newTag()
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) ids.push(await write(ann, `#${tag} ${i}`))
    const [first, second, third, fourth, fifth] = ids as [string, string, string, string, string]
    for (const { client } of [bob, cy]) await client.call('posts.like', { postId: second })
    await bob.client.call('posts.like', { postId: fourth })
    const pages = async (order: 'top' | 'recent') =>
      (await allPages(at => bob.client.call('hashtags.posts', { tag, order, limit: 2, ...at }))).flat()
    const recent = await pages('recent')
    expect(recent.map(post => post.id)).toEqual([fifth, fourth, third, second, first])
    expect((await pages('top')).map(post => post.id)).toEqual([second, fourth, fifth, third, first])
    // Likes that come between two pages repeat nothing.
    const page = await bob.client.call('hashtags.posts', { tag, order: 'top', limit: 2 })
    await cy.client.call('posts.like', { postId: fifth })
    await cy.client.call('posts.like', { postId: fourth })
    const next = await bob.client.call('hashtags.posts', { tag, order: 'top', cursor: page.nextCursor ?? '' })
    const seen = [...page.items, ...next.items].map(post => post.id)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('is followed and unfollowed, and listed last followed first', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const tags = [newTag(), newTag(), newTag()].map(tag => tag.replace('ß', 'ss'))
    for (const tag of tags) {
      expect(await ann.client.call('hashtags.follow', { tag: `#${tag}` })).toEqual({ following: true })
    }
    await ann.client.call('hashtags.follow', { tag: tags[0] ?? '' })
    const list = async () => (await allPages(at => ann.client.call('hashtags.following', { limit: 2, ...at }))).flat()
    expect((await list()).map(({ tag }) => tag)).toEqual([...tags].reverse())
    expect(await list()).toMatchObject(tags.map(() => ({ counts: { posts: 0 }, viewer: { following: true } })))
    expect(await ann.client.call('hashtags.unfollow', { tag: tags[1] ?? '' })).toEqual({ following: false })
    expect((await list()).map(({ tag }) => tag)).toEqual([tags[2], tags[0]])
    expect(await ann.client.call('hashtags.get', { tag: tags[1] ?? '' })).toMatchObject({
      viewer: { following: false },
    })
  })

  it('is found by its beginning and by what resembles it, the most used first, by signed-out visitors too', async () => {
    const [ann] = await people(app, ['ann'], transport)
    for (const caption of ['#lighthouse', '#lighthouse', '#lightning', '#lighthouses', '#alight'])
      await write(ann, caption)
    const find = async (q: string) => (await clientOf(app).call('hashtags.search', { q })).items.map(({ tag }) => tag)
    expect((await find('#Light')).slice(0, 3)).toEqual(['lighthouse', 'lighthouses', 'lightning'])
    expect(await find('lighthuose')).toContain('lighthouse')
    expect(await find('l')).toContain('lightning')
    expect(await find('%')).toEqual([])
    expect(await find('#')).toEqual([])
  })
})

describe('the posts of a hashtag', () => {
  it('of a private account are shown to its followers alone, and neither counted nor found', async () => {
    const [ann, follower, stranger] = await people(app, ['ann', 'follower', 'stranger'])
    const tag = newTag()
    await follower.client.call('users.follow', { username: ann.name })
    const id = await write(ann, `#${tag}`)
    expect(await countOf(stranger, tag)).toBe(1)
    await ann.client.call('users.update', { isPrivate: true })
    await until(
      () => countOf(stranger, tag),
      count => count === 0,
    )
    const more = await write(ann, `#${tag}secret #${tag}`)
    expect([await listed(follower, tag), await listed(stranger, tag)]).toEqual([[more, id], []])
    expect([await listed(follower, tag, 'top'), await listed(stranger, tag, 'top')]).toEqual([[more, id], []])
    const found = await stranger.client.call('hashtags.search', { q: `${tag}sec` })
    expect(JSON.stringify(found)).not.toContain('secret')
    await ann.client.call('users.update', { isPrivate: false })
    await until(
      () => countOf(stranger, tag),
      count => count === 2,
    )
    await expectExactCounts(app)
  })

  it('are not shown to those who block or mute the author or are blocked', async () => {
    const [ann, blocker, blocked, muter] = await people(app, ['ann', 'blocker', 'blocked', 'muter'])
    const tag = newTag()
    const id = await write(ann, `#${tag}`)
    expect(await Promise.all([blocker, blocked, muter].map(one => listed(one, tag)))).toEqual([[id], [id], [id]])
    await blocker.client.call('users.block', { username: ann.name })
    await ann.client.call('users.block', { username: blocked.name })
    await muter.client.call('users.mute', { username: ann.name })
    expect(await Promise.all([blocker, blocked, muter].map(one => listed(one, tag)))).toEqual([[], [], []])
    expect(await Promise.all([blocker, blocked, muter].map(one => listed(one, tag, 'top')))).toEqual([[], [], []])
  })

  it('leave lists at once and counts soon while their author is suspended, and come back', async () => {
    const [ann, bob, mo] = await people(app, ['ann', 'bob', 'mo'])
    await makeModerator(app, mo)
    const tag = newTag()
    const id = await write(ann, `#${tag}`)
    const act = { username: ann.name, reason: 'A test' }
    await mo.client.call('moderation.suspend', act)
    expect(await listed(bob, tag)).toEqual([])
    await until(
      () => countOf(bob, tag),
      count => count === 0,
      15_000,
    )
    await mo.client.call('moderation.restore', act)
    expect(await listed(bob, tag)).toEqual([id])
    await settled(app, ann.id)
    await until(
      () => countOf(bob, tag),
      count => count === 1,
      15_000,
    )
    await ann.client.signIn(ann.name, password)
    await leave(ann)
    await settled(app, ann.id)
    expect([await listed(bob, tag), await countOf(bob, tag)]).toEqual([[], 0])
    await expectExactCounts(app)
  })

  it('are counted and listed once they are published', async () => {
    const [ann] = await people(app, ['ann'])
    const tag = newTag()
    const postId = await whilePhotosWait(app, async () => {
      const { id } = await ann.client.upload(fileOf(await photo({ width: 60, height: 40 })))
      const post = await ann.client.call('posts.create', { mediaIds: [id], caption: `#${tag}` })
      expect([post.status, await countOf(ann, tag), await listed(ann, tag)]).toEqual(['processing', 0, []])
      return post.id
    })
    await until(
      () => countOf(ann, tag),
      count => count === 1,
      15_000,
    )
    expect(await listed(ann, tag)).toEqual([postId])
  })

  it('leave with an archived or deleted post, and come back with it', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const tag = newTag()
    const postId = await write(ann, `#${tag} @${bob.name}`)
    const state = async () => [await countOf(bob, tag), await listed(bob, tag)]
    const { call } = ann.client
    for (const [hide, show] of [
      ['posts.archive', 'posts.unarchive'],
      ['posts.delete', 'posts.restore'],
    ] as const) {
      await call(hide, { postId })
      expect([hide, await state()]).toEqual([hide, [0, []]])
      await call(show, { postId })
      expect([show, await state()]).toEqual([show, [1, [postId]]])
    }
    expect((await bob.client.call('notifications.list', {})).items).toMatchObject([{ kind: 'mention' }])
    const { id: draft } = await call('posts.create', { caption: `#${tag}`, draft: true })
    expect(await countOf(bob, tag)).toBe(1)
    await call('posts.publish', { postId: draft })
    expect(await state()).toEqual([2, [draft, postId]])
    await expectExactCounts(app)
  })

  it('rank and page without a trace of hidden likes', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const tag = newTag()
    const { id } = await ann.client.call('posts.create', { caption: `#${tag}`, hideLikes: true })
    const later = await write(ann, `#${tag}`)
    await bob.client.call('posts.like', { postId: id })
    expect(await listed(bob, tag, 'top')).toEqual([later, id])
    const { nextCursor } = await bob.client.call('hashtags.posts', { tag, order: 'top', limit: 1 })
    expect(nextCursor).toMatch(/^1000000000000_/)
  })
})

it('a user follows only so many hashtags', async () => {
  const ann = await person(app, 'ann')
  await app.query(`insert into hashtag_follow (user_id, tag) select ?, 'many' || n from generate_series(1, ?) n`, [
    ann.id,
    maxFollowedTags,
  ])
  await expect(ann.client.call('hashtags.follow', { tag: 'onemore' })).rejects.toMatchObject({ code: 'conflict' })
  expect(await ann.client.call('hashtags.follow', { tag: 'many1' })).toEqual({ following: true })
})

it('counts are exact when many publish and edit with the same hashtags at once', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'], 'socket')
  const tags = Array.from({ length: 6 }, newTag)
  const caption = (i: number) =>
    tags
      .filter((_, at) => (i >> at) % 2 === 1)
      .sort(() => (i % 3) - 1)
      .map(tag => `#${tag}`)
      .join(' ') || 'None'
  const rewrite = async (client: Person['client'], i: number) => {
    const { id: postId } = await client.call('posts.create', { caption: caption(i) })
    if (i % 3 === 0) await client.call('posts.edit', { postId, caption: caption(63 - i) })
    if (i % 5 === 0) await client.call('posts.delete', { postId })
  }
  await Promise.all(
    [ann, bob, ann, bob].map(async ({ client }, loop) => {
      for (let i = loop; i < 24; i += 4) await rewrite(client, i)
    }),
  )
  await expectExactCounts(app)
  expect(await countOf(ann, tags[0] ?? '')).toBeGreaterThan(0)
})
