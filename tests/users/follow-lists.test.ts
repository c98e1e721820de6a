import { expect, it } from 'vitest'
import type { OutputOf } from '#contract'
import { useApp } from '#support/app/use-app'
import { queriesOf } from '#support/database/queries'
import { aroundPrivateAccount } from '#support/people/around-private-account'
import { makePrivate, markDeleted, suspend } from '#support/people/change-account'
import { crowd, inside, type Member } from '#support/people/crowd'
import { type Person, people, person } from '#support/people/people'
import { insertBlock } from '#support/people/relations'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

type List = 'users.followers' | 'users.following'
const lists = ['users.followers', 'users.following'] as const
const idsOf = ({ items }: OutputOf<List>) => items.map(one => one.id)

/** A user whom a crowd follows, the first member first, and who follows them all. */
async function popular(size: number): Promise<{ ann: Person; everybody: Member[] }> {
  const ann = await person(app, 'ann')
  const everybody = await crowd(app, size)
  const ids = `{${everybody.map(one => one.viewer.id).join(',')}}`
  // Two a second, so that some have the same time.
  await app.query(
    `insert into follow (follower_id, followee_id, status, created_at)
      select follower, followee, 'following', now() - (${size} - ord / 2) * interval '1 second'
      from unnest(?::uuid[]) with ordinality as member (id, ord)
      cross join lateral (values (id, ?::uuid), (?::uuid, id)) as tie (follower, followee)`,
    [ids, ann.id, ann.id],
  )
  return { ann, everybody }
}

async function everyPage(by: Person, name: List, input: { username: string; q?: string; limit: number }) {
  const pages: string[][] = []
  let cursor: string | undefined
  do {
    const page: OutputOf<List> = await by.client.call(name, { ...input, ...(cursor && { cursor }) })
    pages.push(idsOf(page))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return pages
}

overBothTransports('the lists of followers and followed users', transport => {
  it('show the viewer’s relation to each, newest first', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    for (const { client } of [bob, cy, dan]) await client.call('users.follow', { username: ann.name })
    await ann.client.call('users.follow', { username: cy.name })
    await cy.client.call('users.follow', { username: bob.name })
    await makePrivate(app, dan)
    await cy.client.call('users.follow', { username: dan.name })

    const followers = await cy.client.call('users.followers', { username: ann.name.toUpperCase() })
    expect(followers.nextCursor).toBeNull()
    expect(followers.items.map(({ id, viewer }) => [id, viewer.relation, viewer.followedBy])).toEqual([
      [dan.id, 'requested', false],
      [cy.id, 'self', false],
      [bob.id, 'following', false],
    ])
    const following = await cy.client.call('users.following', { username: bob.name })
    expect(idsOf(following)).toEqual([ann.id])
    expect(following.items[0]).toMatchObject({
      username: ann.name,
      viewer: { relation: 'following', followedBy: true },
    })
    expect(JSON.stringify(followers)).not.toMatch(/example\.org|email|phone|role/)
  })

  it('of a private account are visible to its followers and itself only', async () => {
    const { owner, follower, pending, stranger } = await aroundPrivateAccount(app, transport)
    await owner.client.call('users.follow', { username: stranger.name })
    for (const { client } of [owner, follower]) {
      expect(idsOf(await client.call('users.followers', { username: owner.name }))).toEqual([follower.id])
      expect(idsOf(await client.call('users.following', { username: owner.name }))).toEqual([stranger.id])
    }
    for (const name of lists) {
      for (const { client } of [pending, stranger]) {
        const rejected = client.call(name, { username: owner.name }).catch(error => error)
        const nobody = await client.call(name, { username: 'nobody.at.all' }).catch(error => error)
        // As if nobody was there.
        expect(await rejected).toMatchObject({ code: 'not_found', detail: nobody.detail })
      }
    }
    // Users still see whom they follow themselves.
    expect(idsOf(await stranger.client.call('users.followers', { username: stranger.name }))).toEqual([owner.id])
  })

  it('leave out users who are blocked, suspended, deleted or not finished', async () => {
    const [ann, bob, cy, dan, eve, fay] = await people(app, ['ann', 'bob', 'cy', 'dan', 'eve', 'fay'], transport)
    for (const other of [bob, cy, dan, eve, fay]) {
      await other.client.call('users.follow', { username: ann.name })
      await ann.client.call('users.follow', { username: other.name })
    }
    await insertBlock(app, fay, bob)
    await insertBlock(app, cy, fay)
    await suspend(app, dan)
    await markDeleted(app, eve)
    for (const name of lists) {
      expect(idsOf(await fay.client.call(name, { username: ann.name }))).toEqual([fay.id])
      expect(idsOf(await ann.client.call(name, { username: ann.name }))).toEqual([fay.id, cy.id, bob.id])
      for (const gone of [bob, cy, dan, eve]) {
        await expect(fay.client.call(name, { username: gone.name })).rejects.toMatchObject({ code: 'not_found' })
      }
    }
  })

  it('can be searched by name, with a literal search term', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    for (const { client } of [bob, cy]) await client.call('users.follow', { username: ann.name })
    await app.query(
      "update users set full_name = 'Zoë 100% \\_o_', search = username || ' zoe 100% \\_o_' where id = ?",
      [cy.id],
    )
    const found = async (q: string) => idsOf(await bob.client.call('users.followers', { username: ann.name, q }))
    for (const q of ['zoe', 'ZOË', 'oe 10', cy.name.toUpperCase(), '100%', '\\_', '_o_', '\\_o']) {
      expect([q, await found(q)]).toEqual([q, [cy.id]])
    }
    for (const q of ['', '  ']) expect([q, await found(q)]).toEqual([q, [cy.id, bob.id]])
    for (const q of ['%b', '_ob', 'b%', "' or 1=1 --", '\\', '\\\\', '$$', 'bob cy', '%%', '"']) {
      expect([q, await found(q)]).toEqual([q, q === '\\' ? [cy.id] : []])
    }
  })
})

it('the lists of follows continue where a page ended, with each user once, even while new ones come', async () => {
  const { ann, everybody } = await popular(45)
  const order = [...everybody].map(one => one.viewer.id)
  for (const name of lists) {
    const pages = await everyPage(ann, name, { username: ann.name, limit: 10 })
    expect(pages.map(page => page.length)).toEqual([10, 10, 10, 10, 5])
    expect(new Set(pages.flat())).toEqual(new Set(order))
    // Newest first: by seconds, then by id.
    const seconds = pages.flat().map(id => Math.floor((order.indexOf(id) + 1) / 2))
    expect(seconds).toEqual([...seconds].sort((a, b) => b - a))
    const looked = await everyPage(ann, name, { username: ann.name, limit: 7, q: 'x1' })
    expect(looked.flat()).toHaveLength(11)
  }
  const first = await ann.client.call('users.followers', { username: ann.name, limit: 10 })
  const [late] = await crowd(app, 1)
  await app.run('users.follow', { username: ann.name }, { viewer: late?.viewer ?? null, from: inside })
  const cursor = first.nextCursor ?? ''
  const second = await ann.client.call('users.followers', { username: ann.name, limit: 10, cursor })
  expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(20)
})

it('the lists of follows cost as many queries for a hundred users as for one', async () => {
  const { ann } = await popular(100)
  const [cy] = await crowd(app, 1)
  const call = (name: List | 'users.followRequests', limit: number) => () =>
    app.run(name, { username: ann.name, limit }, { viewer: cy?.viewer ?? null, from: inside })
  for (const name of [...lists, 'users.followRequests'] as const) {
    const [one, hundred] = [await queriesOf(call(name, 1)), await queriesOf(call(name, 100))]
    expect(hundred).toEqual(one)
    expect(one.length).toBeLessThanOrEqual(3)
  }
})

it('the lists of follows read far pages by the index', async () => {
  const { ann } = await popular(1000)
  await app.query('analyze follow')
  const [plan] = await app.query<{ 'QUERY PLAN': unknown }>(
    `explain (format json) select follow.created_at, follower_id from follow join users on users.id = follower_id
      where followee_id = '${ann.id}' and follow.status = 'following'
        and (follow.created_at, follower_id) < (now() - interval '600 seconds', '${ann.id}')
      order by follow.created_at desc, follower_id desc limit 21`,
  )
  expect(JSON.stringify(plan)).toContain('follow_newest')
})
