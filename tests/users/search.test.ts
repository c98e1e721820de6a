import { expect, it } from 'vitest'
import { boundedRead } from '#core/pipeline/bounded-read'
import type { Viewer } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { searchText } from '#domain/users/search-text'
import { useApp } from '#support/app/use-app'
import { queriesOf } from '#support/database/queries'
import { markDeleted, setStage, suspend } from '#support/people/change-account'
import { crowd, inside } from '#support/people/crowd'
import { type Person, people } from '#support/people/people'
import { insertBlock } from '#support/people/relations'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const idsOf = async ({ client }: Person, q: string) =>
  (await client.call('users.search', { q, limit: 100 })).items.map(one => one.id)

/** Users with these names; each test searches for different ones. */
async function named(names: readonly (readonly [username: string, fullName: string])[]) {
  const members = await crowd(app, names.length)
  for (const [i, [username, fullName]] of names.entries()) {
    await app.query('update users set username = ?, skeleton = ?, full_name = ?, search = ? where id = ?', [
      username,
      username.replaceAll(/[._]/g, ''),
      fullName,
      searchText(username, fullName),
      members[i]?.viewer.id,
    ])
  }
  return members.map(one => one.viewer.id)
}

overBothTransports('the search for people', transport => {
  const tag = transport === 'http' ? 'h' : 's'

  it('puts the exact name first, then names that begin so, then those that are like it', async () => {
    const [me] = await people(app, ['me'], transport)
    const [like, begins, exact, second, other] = await named([
      [`x.lantren${tag}`, 'Quite Alike'],
      [`lantern${tag}house`, 'Begins So'],
      [`lantern${tag}`, 'Exact Name'],
      [`quo${tag}`, `Zed Lantern${tag}man`],
      [`entirely${tag}`, 'Different'],
    ])
    const found = await idsOf(me, `Lantern${tag}`)
    expect(found[0]).toBe(exact)
    expect(new Set(found.slice(1, 3))).toEqual(new Set([begins, second]))
    expect(found.indexOf(like ?? '')).toBeGreaterThan(2)
    expect(found).not.toContain(other)
  })

  it('finds by full name and by parts of names, ignoring case and accents', async () => {
    const [me] = await people(app, ['me'], transport)
    const [zoe] = await named([[`wxy${tag}1`, `Zoë Ångström${tag} Quill`]])
    for (const q of [`angstrom${tag}`, `ÅNGSTRÖM${tag.toUpperCase()}`, 'quill', `zoe angstrom${tag}`, `wxy${tag}`]) {
      expect([q, await idsOf(me, q)]).toEqual([q, expect.arrayContaining([zoe])])
    }
  })

  it('forgives a typo', async () => {
    const [me] = await people(app, ['me'], transport)
    const [john, light] = await named([
      [`jonathan${tag}`, 'Jonathan Harker'],
      [`lighthouse${tag}`, 'Keeper Of It'],
    ])
    for (const q of ['jonahtan', 'jonatan', 'johnathan', 'harkre', 'jonathann']) {
      expect([q, await idsOf(me, q)]).toEqual([q, expect.arrayContaining([john])])
    }
    for (const q of ['lihgthouse', 'lighthuose', 'lighhouse', 'light_house', 'lighth0use']) {
      expect([q, await idsOf(me, q)]).toEqual([q, expect.arrayContaining([light])])
    }
  })

  it('ranks equals by followers', async () => {
    const [me, bob] = await people(app, ['me', 'bob'], transport)
    const [few, many] = await named([
      [`twin${tag}aa`, 'Same Name'],
      [`twin${tag}bb`, 'Same Name'],
    ])
    expect((await idsOf(me, `twin${tag}`)).slice(0, 2).sort()).toEqual([few, many].sort())
    await bob.client.call('users.follow', { username: `twin${tag}bb` })
    expect((await idsOf(me, `twin${tag}`)).slice(0, 2)).toEqual([many, few])
    const one = await me.client.call('users.search', { q: `twin${tag}`, limit: 1 })
    expect(one).toMatchObject({ items: [{ id: many }], nextCursor: null })
  })

  it('uses its term literally', async () => {
    const [me, ann] = await people(app, ['me', 'ann'], transport)
    const hostile = [
      '%',
      '_',
      '\\',
      "'",
      '"',
      "' or '1'='1",
      '$$',
      '%%%',
      '\\%',
      '::',
      '()',
      '{}',
      '--',
      ' ',
      '🙂',
      '/*',
      '<%',
    ]
    for (const q of hostile) expect([q, await idsOf(me, q)]).toEqual([q, []])
    for (const q of ['an%', 'a_n', '%ann%', `${ann.name}%`, `${ann.name}\\`]) {
      const [first] = await idsOf(me, q)
      expect([q, first === undefined || typeof first === 'string']).toEqual([q, true])
    }
    await expect(me.client.call('users.search', { q: '' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(me.client.call('users.search', { q: 'x'.repeat(61) })).rejects.toMatchObject({ code: 'invalid' })
    expect((await me.client.call('users.search', { q: 'ﷺ'.repeat(60) })).items).toEqual([])
  })

  it('shows the viewer’s relation to each, and nothing private', async () => {
    const [me, ann] = await people(app, ['me', 'ann'], transport)
    await me.client.call('users.follow', { username: ann.name })
    const { items } = await me.client.call('users.search', { q: ann.name })
    expect(items[0]).toMatchObject({ id: ann.id, viewer: { relation: 'following', followedBy: false } })
    expect((await ann.client.call('users.search', { q: me.name })).items[0]).toMatchObject({
      viewer: { relation: 'none', followedBy: true },
    })
    expect((await me.client.call('users.search', { q: me.name })).items[0]?.viewer.relation).toBe('self')
    expect(JSON.stringify(items)).not.toMatch(/example\.org|email|phone|role|search/)
  })

  it('finds no user who is blocked, suspended, deleted or unfinished', async () => {
    const [me] = await people(app, ['me'], transport)
    const ids = await named(
      ['apart', 'parts', 'gone', 'lost', 'early', 'there'].map(
        name => [`hidden${tag}${name}`, 'Hide And Seek'] as const,
      ),
    )
    const [apart, parts, gone, lost, early, there] = ids
    expect((await idsOf(me, `hidden${tag}`)).slice(0, 6).sort()).toEqual([...ids].sort())
    await insertBlock(app, me, apart)
    await insertBlock(app, parts, me)
    await suspend(app, gone)
    await markDeleted(app, lost)
    await setStage(app, early, 'profile')
    expect(await idsOf(me, `hidden${tag}`)).toContain(there)
    for (const q of [`hidden${tag}`, `hidden${tag}apart`, `hiddne${tag}gone`, 'hide and seek']) {
      const found = await idsOf(me, q)
      for (const id of [apart, parts, gone, lost, early]) expect([q, found.includes(id ?? '')]).toEqual([q, false])
    }
  })
})

it('costs as many queries for a hundred people as for one', async () => {
  const [me] = await crowd(app, 120)
  const search = (limit: number) => () =>
    app.run('users.search', { q: 'crowd', limit }, { viewer: me?.viewer ?? null, from: inside })
  const [one, hundred] = [await queriesOf(search(1)), await queriesOf(search(100))]
  expect(hundred).toEqual(one)
  expect(one.length).toBeLessThanOrEqual(5)
})

it('a search is planned for its term, however often the user has searched', async () => {
  const setting = () =>
    boundedRead({ em: app.orm.em.fork(), viewer: { id: 'somebody' } }, em =>
      rows(em, sql`select current_setting('plan_cache_mode') as mode`),
    )
  const outside = () => app.query<{ plan_cache_mode: string }>('show plan_cache_mode')
  const before = await outside()
  expect(before[0]?.plan_cache_mode).not.toBe('force_custom_plan')
  expect(await setting()).toEqual([{ mode: 'force_custom_plan' }])
  expect(await outside()).toEqual(before)
})

it('a hundred searches at once leave database connections for others', async () => {
  const [me, ...rest] = await crowd(app, 3000)
  const viewer = me?.viewer ?? null
  const searches = Array.from({ length: 100 }, (_, i) =>
    app.run('users.search', { q: `crowd ${i}` }, { viewer: rest[i]?.viewer ?? null, from: inside }),
  )
  let done = 0
  for (const search of searches) void search.then(() => (done += 1))
  // Asked for last, answered among the first.
  for (let i = 0; i < 5; i += 1) {
    await app.run('users.get', { username: rest[i]?.name ?? '' }, { viewer, from: inside })
  }
  expect(done).toBeLessThan(100)
  for (const { items } of await Promise.all(searches)) expect(items).toHaveLength(20)
})

it('a user who searches without end delays others by one search only', async () => {
  const [greedy, other] = await crowd(app, 2)
  const search = (viewer: Viewer | null, q: string) => app.run('users.search', { q }, { viewer, from: inside })
  const ended: string[] = []
  const searches = Array.from({ length: 100 }, (_, i) =>
    search(greedy?.viewer ?? null, `crowd ${i}`).then(
      () => void ended.push('greedy'),
      error => void ended.push(`${error.code} ${error.more.retryAfter}`),
    ),
  )
  await search(other?.viewer ?? null, 'crowd').then(() => ended.push('other'))
  expect(ended.filter(one => one === 'greedy').length).toBeLessThan(10)
  await Promise.all(searches)
  expect(ended.filter(one => one === 'greedy')).toHaveLength(22)
  expect(ended.filter(one => one === 'rate_limited 1')).toHaveLength(78)
})
