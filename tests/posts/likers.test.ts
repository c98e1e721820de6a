import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { rowsLookedAt } from '#support/database/queries'
import { crowd, inside, type Member } from '#support/people/crowd'
import { type Person, people, person } from '#support/people/people'
import { insertBlock } from '#support/people/relations'
import { allPages } from '#support/transports/all-pages'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

/** A post that members like, the first of them first, two a second, so that some like it at the same time. */
async function likedBy(members: readonly Member[], author: Person) {
  const { id: postId } = await author.client.call('posts.create', { caption: 'Well liked' })
  await app.query(
    `insert into post_like (post_id, user_id, created_at)
      select ?, id, now() - interval '2 hours' + ord / 2 * interval '1 second'
      from unnest(?::uuid[]) with ordinality as member (id, ord)`,
    [postId, `{${members.map(member => member.viewer.id).join(',')}}`],
  )
  await app.query('update post set like_count = ? where id = ?', [members.length, postId])
  return postId
}

const follow = ({ id }: Person, followed: readonly Member[], status = 'following') =>
  app.query(
    `insert into follow (follower_id, followee_id, status)
      select ?, id, ? from unnest(?::uuid[]) as member (id)`,
    [id, status, `{${followed.map(member => member.viewer.id).join(',')}}`],
  )

overBothTransports('the list of likers', transport => {
  it('begins with those whom the caller follows, and goes on with the others, each newest first', async () => {
    const [ann, bob, cy, dan, eve] = await people(app, ['ann', 'bob', 'cy', 'dan', 'eve'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Well liked' })
    for (const { client } of [bob, cy, dan, eve]) await client.call('posts.like', { postId })
    for (const { name } of [cy, bob]) await ann.client.call('users.follow', { username: name })
    const ids = async (client = ann.client) =>
      (await client.call('posts.likers', { postId })).items.map(user => user.id)
    expect(await ids()).toEqual([cy.id, bob.id, eve.id, dan.id])
    expect(await ids(eve.client)).toEqual([eve.id, dan.id, cy.id, bob.id])
    const pages = await allPages(cursor => ann.client.call('posts.likers', { postId, limit: 1, ...cursor }))
    expect(pages.map(page => page.map(user => user.id))).toEqual([[cy.id], [bob.id], [eve.id], [dan.id]])
    await insertBlock(app, cy, ann)
    await insertBlock(app, ann, dan)
    expect(await ids()).toEqual([bob.id, eve.id])
  })
})

it('likers are listed page by page without a gap or a repeat while others like and unlike', {
  timeout: 120_000,
}, async () => {
  const ann = await person(app, 'ann')
  const everybody = await crowd(app, 3000)
  const postId = await likedBy(everybody.slice(0, 2800), ann)
  // Every seventh is followed, and another one is asked to be.
  const followed = everybody.filter((_, i) => i % 7 === 0)
  await follow(ann, followed)
  await follow(
    ann,
    everybody.filter((_, i) => i % 7 === 1),
    'requested',
  )
  const before = await app.query<{ id: string }>(
    `select user_id as id from post_like left join follow on follower_id = ? and followee_id = user_id
      and follow.status = 'following'
      where post_id = ? order by follower_id is null, post_like.created_at desc, user_id desc`,
    [ann.id, postId],
  )
  let next = 2800
  const pages = await allPages(async cursor => {
    const others = everybody.slice(next, next + 5)
    next += 5
    await Promise.all(others.map(({ viewer }) => app.run('posts.like', { postId }, { viewer, from: inside })))
    await Promise.all(
      others.slice(2).map(({ viewer }) => app.run('posts.unlike', { postId }, { viewer, from: inside })),
    )
    return ann.client.call('posts.likers', { postId, limit: 100, ...cursor })
  })
  const late = new Set(everybody.slice(2800).map(member => member.viewer.id))
  const listed = pages.flat().map(user => user.id)
  expect(pages.slice(0, -1).every(page => page.length === 100)).toBe(true)
  expect(new Set(listed).size).toBe(listed.length)
  expect(listed.filter(id => !late.has(id))).toEqual(before.map(({ id }) => id))
})

it('a page of 100,000 likers costs the same at the beginning, in the middle and at the end', {
  timeout: 120_000,
}, async () => {
  const ann = await person(app, 'ann')
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Very well liked' })
  for (let from = 1; from < 100_000; from += 5000) {
    await app.query(
      `with person as (
        insert into users (username, skeleton, stage, verified_at)
        select name, name, 'done', now() from (select 'liker' || n as name from generate_series(?::int, ?::int) n) named
        returning id, right(username, -5)::int as n
      ) insert into post_like (post_id, user_id, created_at)
        select ?, id, now() - interval '2 days' + n * interval '1 second' from person`,
      [from, from + 4999, postId],
    )
  }
  await app.query('update post set like_count = 100000 where id = ?', [postId])
  await app.query(
    `insert into follow (follower_id, followee_id, status)
      select ?, user_id, 'following' from post_like where post_id = ? order by created_at limit 30`,
    [ann.id, postId],
  )
  await app.query('analyze users, post_like, follow')
  const cursorAt = async (n: number) => {
    const [like] = await app.query<{ at: number; id: string }>(
      `select extract(epoch from created_at)::float * 1000 as at, user_id as id from post_like
        where post_id = ? order by created_at offset ? limit 1`,
      [postId, n],
    )
    return { cursor: `${like?.at}_${like?.id}_1` }
  }
  const read = async (input: { cursor?: string }) => {
    let page: string[] = []
    const looked = await rowsLookedAt(app, 'post_like', async () => {
      page = (await ann.client.call('posts.likers', { postId, ...input }, { transport: 'http' })).items.map(
        u => u.username,
      )
    })
    return { looked, page }
  }
  const first = await read({})
  expect(first.page[0]).toBe('liker30')
  const [middle, end] = [await read(await cursorAt(50_000)), await read(await cursorAt(45))]
  expect(middle.page).toEqual(Array.from({ length: 20 }, (_, i) => `liker${50_000 - i}`))
  // Those whom the caller follows have been listed before.
  expect(end.page).toEqual(Array.from({ length: 15 }, (_, i) => `liker${45 - i}`))
  for (const { looked } of [first, middle, end]) expect(looked).toBeLessThanOrEqual(60)
})

overBothTransports('the posts that a user likes', transport => {
  it('are listed last liked first, until they are unliked or hidden from them', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const posts: string[] = []
    for (const caption of ['One', 'Two', 'Three']) posts.push((await ann.client.call('posts.create', { caption })).id)
    const [one = '', two = '', three = ''] = posts
    for (const postId of [two, three, one]) await bob.client.call('posts.like', { postId })
    const liked = async () => (await bob.client.call('posts.liked', {})).items
    expect((await liked()).map(post => [post.id, post.viewer.liked])).toEqual([
      [one, true],
      [three, true],
      [two, true],
    ])
    const pages = await allPages(cursor => bob.client.call('posts.liked', { limit: 1, ...cursor }))
    expect(pages.map(page => page.map(post => post.id))).toEqual([[one], [three], [two]])
    await bob.client.call('posts.unlike', { postId: three })
    await ann.client.call('posts.delete', { postId: one })
    expect((await liked()).map(post => post.id)).toEqual([two])
    await insertBlock(app, ann, bob)
    expect(await liked()).toEqual([])
    expect((await ann.client.call('posts.liked', {})).items).toEqual([])
  })
})
