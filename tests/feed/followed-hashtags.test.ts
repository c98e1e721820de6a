import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { makePrivate } from '#support/people/change-account'
import { type Person, people } from '#support/people/people'
import { emptyFeed } from '#support/posts/insert-rows'
import { allPages } from '#support/transports/all-pages'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const write = async ({ client }: Person, caption: string) => (await client.call('posts.create', { caption })).id
const feedOf = async ({ client }: Person, limit = 20) => {
  const posts = (await allPages(at => client.call('feed.home', { limit, ...at }))).flat()
  return posts.map(({ id, viewer }) => [id, viewer.reason])
}
const copied = (app_: typeof app, { id }: Person, count: number) =>
  until(
    () => app_.query('select 1 from feed_entry where owner_id = ?', [id]),
    rows => rows.length >= count,
    15_000,
  )

overBothTransports('the home feed', transport => {
  it('holds posts with followed hashtags, newest first and each once, and says why each is there', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const [one, other] = [`dawn${ann.id.slice(-8)}x`, `dusk${ann.id.slice(-8)}x`]
    await ann.client.call('users.follow', { username: bob.name })
    for (const tag of [one, other]) await ann.client.call('hashtags.follow', { tag })
    const expected: [string, string][] = []
    const add = async (author: Person, caption: string, reason: string) =>
      expected.unshift([await write(author, caption), reason])
    for (let i = 0; i < 3; i += 1) {
      await add(cy, `#${one} #${other} ${i}`, 'hashtag')
      await add(bob, `#${one} ${i}`, 'following')
      await add(ann, `#${one} ${i}`, 'own')
      await add(cy, `#${other} ${i}`, 'hashtag')
      await write(cy, 'Without')
    }
    await copied(app, ann, 3)
    for (const limit of [1, 2, 5, 20]) expect(await feedOf(ann, limit)).toEqual(expected)
    await emptyFeed(app, ann)
    for (const limit of [1, 5]) expect(await feedOf(ann, limit)).toEqual(expected)
    await ann.client.call('hashtags.unfollow', { tag: one })
    await ann.client.call('hashtags.unfollow', { tag: other })
    expect(await feedOf(ann)).toEqual(expected.filter(([, reason]) => reason !== 'hashtag'))
  })

  it('holds no posts with followed hashtags by those whom the reader cannot see or mutes', async () => {
    const [ann, muted, blocked, hidden] = await people(app, ['ann', 'muted', 'blocked', 'hidden'], transport)
    const tag = `noon${ann.id.slice(-8)}x`
    await ann.client.call('hashtags.follow', { tag })
    for (const author of [muted, blocked, hidden]) await write(author, `#${tag}`)
    expect(await feedOf(ann)).toHaveLength(3)
    await ann.client.call('users.mute', { username: muted.name })
    await blocked.client.call('users.block', { username: ann.name })
    await makePrivate(app, hidden)
    expect(await feedOf(ann)).toEqual([])
  })
})

it('a post with a followed hashtag arrives live, for those alone who may see it and want to', async () => {
  const [ann, fan, muter, blocked, follower] = await people(
    app,
    ['ann', 'fan', 'muter', 'blocked', 'follower'],
    'socket',
  )
  const tag = `live${ann.id.slice(-8)}x`
  for (const { client } of [fan, muter, blocked, follower]) await client.call('hashtags.follow', { tag })
  await follower.client.call('users.follow', { username: ann.name })
  await muter.client.call('users.mute', { username: ann.name })
  await ann.client.call('users.block', { username: blocked.name })
  const heard = await Promise.all([ann, fan, muter, blocked, follower].map(({ client }) => hear(client, 'feed.post')))
  const id = await write(ann, `#${tag}`)
  const last = await write(fan, `#${tag} the last`)
  await until(
    async () => heard[4],
    list => list?.some(one => one.payload.post.id === last) === true,
    10_000,
  )
  const reasons = heard.map(list => list.flatMap(({ payload: { post } }) => (post.id === id ? post.viewer.reason : [])))
  expect(reasons).toEqual([['own'], ['hashtag'], [], [], ['following']])
})
