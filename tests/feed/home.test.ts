import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { makeLarge, makePrivate, setPostCount } from '#support/people/change-account'
import { type Person, people } from '#support/people/people'
import { emptyFeed, removeFromFeeds } from '#support/posts/insert-rows'
import { allPages } from '#support/transports/all-pages'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const follow = (one: Person, ...others: Person[]) =>
  Promise.all(others.map(other => one.client.call('users.follow', { username: other.name })))
const post = async ({ client }: Person, caption: string) => (await client.call('posts.create', { caption })).id
const captions = async ({ client }: Person) => (await client.call('feed.home', {})).items.map(one => one.caption)
const isCaptioned =
  (...wanted: string[]) =>
  (list: string[]) =>
    list.join() === wanted.join()

/** Many posts at once, a minute apart, each in turn by the next of these people; as the fan-out leaves them. */
async function past(authors: Person[], owner: Person, count: number, minutesApart = 1) {
  await app.query(
    `with written as (
      insert into post (author_id, caption, status, published_at)
      select (array[${authors.map(() => '?::uuid').join()}])[1 + n % ${authors.length}], 'Past ' || n, 'published',
        date_trunc('minute', now()) - interval '1 day' - (n / ?)::int * interval '1 minute' from generate_series(0, ? - 1) n
      returning id, author_id, published_at
    ) insert into feed_entry (owner_id, post_id, author_id, published_at)
      select ?, id, author_id, published_at from written where author_id <> ?`,
    [...authors.map(one => one.id), 1 / minutesApart, count, owner.id, owner.id],
  )
}

/** What the feed has to be: by the rows, without any copy. */
const wanted = async ({ id }: Person) => {
  const rows = await app.query<{ id: string }>(
    `select id from post where status = 'published' and (author_id = ? or author_id in (
      select followee_id from follow where follower_id = ? and status = 'following')) order by published_at desc, id desc`,
    [id, id],
  )
  return rows.map(row => row.id)
}
const paged = async ({ client }: Person, limit: number) => {
  const pages = await allPages(cursor => client.call('feed.home', { limit, ...cursor }))
  return pages.map(page => page.map(one => one.id))
}

overBothTransports('the feed', transport => {
  it('holds the posts of the viewer and of those they follow, newest first, and no others', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    await follow(ann, bob)
    for (const [one, caption] of [
      [bob, 'One'],
      [ann, 'Two'],
      [cy, 'Unseen'],
      [bob, 'Three'],
    ] as const) {
      await post(one, caption)
    }
    await until(() => captions(ann), isCaptioned('Three', 'Two', 'One'))
    expect(await captions(bob)).toEqual(['Three', 'One'])
    expect(await captions(cy)).toEqual(['Unseen'])
  })

  it('gets the earlier posts of a user when the viewer follows them, and loses them when the viewer unfollows', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    for (const caption of ['One', 'Two']) await post(bob, caption)
    await post(cy, 'Other')
    expect(await captions(ann)).toEqual([])
    await follow(ann, bob, cy)
    expect(await captions(ann)).toEqual(['Other', 'Two', 'One'])
    await ann.client.call('users.unfollow', { username: bob.name })
    expect(await captions(ann)).toEqual(['Other'])
    await post(bob, 'Three')
    await post(cy, 'More')
    await until(() => captions(ann), isCaptioned('More', 'Other'))
  })

  it('hides a private account from former followers and from users who have only requested to follow', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    await follow(ann, cy)
    await makePrivate(app, cy)
    await follow(bob, cy)
    await post(cy, 'For friends')
    await until(() => captions(ann), isCaptioned('For friends'))
    expect(await captions(bob)).toEqual([])
    // Also what was copied while it was to be seen.
    await app.query('delete from follow where follower_id = ?', [ann.id])
    expect(await captions(ann)).toEqual([])
  })
})

it('the feed pages without repeating or leaving out a post, even when many have the same time', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  await follow(ann, bob, cy)
  await past([bob, cy, ann], ann, 60, 1 / 7)
  const all = await wanted(ann)
  expect(all).toHaveLength(60)
  for (const limit of [1, 7, 59, 60, 100]) {
    const pages = await paged(ann, limit)
    expect(pages.flat(), String(limit)).toEqual(all)
    expect(pages.slice(0, -1).every(page => page.length === limit)).toBe(true)
  }
})

it('the feed continues beyond its stored entries, with the posts of its owner and of others', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  await follow(ann, bob, cy)
  await past([ann, bob, cy], ann, 60)
  const all = await wanted(ann)
  await app.query(
    `delete from feed_entry where owner_id = ? and post_id not in (
      select post_id from feed_entry where owner_id = ? order by published_at desc, post_id desc limit 10)`,
    [ann.id, ann.id],
  )
  for (const limit of [4, 7, 20, 100]) expect((await paged(ann, limit)).flat(), String(limit)).toEqual(all)
  await emptyFeed(app, ann)
  for (const limit of [7, 100]) expect((await paged(ann, limit)).flat(), String(limit)).toEqual(all)
})

it('the feed merges large accounts when it is read', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  await follow(ann, bob, cy)
  await past([bob, cy], ann, 30)
  await makeLarge(app, cy)
  await removeFromFeeds(app, cy)
  await ann.client.connect('feed')
  const id = await post(cy, 'To very many')
  expect(await captions(ann).then(list => list[0])).toBe('To very many')
  const all = await wanted(ann)
  expect(all).toHaveLength(31)
  for (const limit of [4, 10, 100]) expect((await paged(ann, limit)).flat(), String(limit)).toEqual(all)
  await until(
    async () => (await app.query("select 1 from task where job = 'feed.fanOut'")).length,
    left => left === 0,
  )
  expect(await app.query('select 1 from feed_entry where post_id = ?', [id])).toEqual([])
})

overBothTransports('an account that gains its ten-thousandth follower', transport => {
  it.each(['public', 'private'] as const)('is merged into the feeds of all its followers: a %s one', async kind => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    await follow(ann, bob, cy)
    await past([bob], ann, 30)
    if (kind === 'private') await makePrivate(app, cy)
    await app.query('update users set follower_count = 9999 where id = ?', [cy.id])
    await follow(dan, cy)
    if (kind === 'private') await cy.client.call('users.acceptRequest', { username: dan.name })
    await post(cy, 'To very many')
    expect((await captions(ann))[0]).toBe('To very many')
    const marked = await app.query('select 1 from follow where followee_id = ? and followee_large', [cy.id])
    expect(marked).toHaveLength(2)
  })
})

it('the feed shows nobody who is not followed, even when a copy was left behind', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  await follow(ann, cy)
  await past([cy], ann, 30)
  // As a fan-out leaves it that ran while its reader unfollowed.
  await past([bob], ann, 3)
  expect((await paged(ann, 5)).flat()).toEqual(await wanted(ann))
})

it('the feed holds all posts of a newly followed user, not only the newest', async () => {
  const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
  await follow(ann, cy)
  await past([cy], ann, 80)
  await past([bob], bob, 80)
  await setPostCount(app, bob, 80)
  await follow(ann, bob)
  const [{ copied } = { copied: 0 }] = await app.query<{ copied: number }>(
    'select count(*)::int as copied from feed_entry where owner_id = ? and author_id = ?',
    [ann.id, bob.id],
  )
  expect(copied).toBe(50)
  for (const limit of [20, 100]) expect((await paged(ann, limit)).flat(), String(limit)).toEqual(await wanted(ann))
})
