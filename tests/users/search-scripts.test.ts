import { beforeAll, describe, expect, it } from 'vitest'
import { searchText } from '#domain/users/search-text'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { connectBeside } from '#support/database/connect-beside'
import { until } from '#support/events/next-event'
import { crowd, inside, type Member } from '#support/people/crowd'
import { people } from '#support/people/people'
import { insertFollow } from '#support/people/relations'

const app = useApp()
let members: Member[]
beforeAll(async () => {
  members = await crowd(app, 2500)
})

/** The queries that find each name. */
const sought: [name: string, ...queries: string[]][] = [
  ['山田太郎', '太郎', '山田', '田太', '郎', '山田太郎', '山田 太郎'],
  ['李明', '明', '李', '李明'],
  ['𠮷野家', '𠮷', '野家'],
  ['佐々木 希', '々', '希', '佐々木'],
  ['ヤマダ・タロウ', 'ﾀﾛｳ', 'たろう', 'タロウ', 'ヤマダ'],
  ['ゴジラ', 'ｺﾞｼﾞﾗ', 'ごじら', 'ジラ'],
  ['김민수', '민수', '김', '김민', '수', '기', '김민수'.normalize('NFD')],
  ['สมชาย ใจดี', 'ชาย', 'ใจ', 'สมชาย'],
  ['Ærø Bølge', 'aero', 'Ærø', 'ÆRØ', 'bolge', 'bølge'],
  ['Straße Weiß', 'strasse', 'STRASSE', 'weiss', 'weiß', 'WEIẞ'],
  ['Łukasz Żółć', 'lukasz', 'zolc', 'łukasz'],
  ['Đặng Đức', 'dang', 'duc', 'đặng', 'Dang Duc'],
  ['Œuvre Cœur', 'oeuvre', 'coeur', 'cœur'],
  ['Þórður Ðorn', 'thordur', 'þórður', 'dorn'],
  ['Işıl Çağrı', 'isil', 'ISIL', 'IŞIL', 'cagri', 'ışıl'],
  ['İpek', 'ipek', 'İPEK', 'IPEK'],
  ['Ｆｕｌｌ Ｗｉｄｔｈ', 'full', 'width', 'ｗｉｄｔｈ'],
  ['مُحَمَّد عَلِي', 'محمد', 'علي', 'مُحَمَّد', 'محـمد'],
  ['علی‌رضا کریمی', 'علیرضا', 'علی‌رضا', 'کریمی', 'كريمي'],
  ['أحمد', 'احمد', 'أحمد'],
  ['Σωκράτης', 'σωκρατης', 'ΣΩΚΡΑΤΗΣ', 'σωκράτησ'],
  ['Алёна Йорк', 'алена', 'АЛЁНА', 'иорк', 'йорк'],
  ['שָׁלוֹם', 'שלום'],
  ['ශ්‍රී ලංකා', 'ශ්‍රී', 'ලංකා'],
  ['Siobhán O’Brien', "o'brien", 'o’brien', 'siobhan'],
  ['Ana María López Ruiz', 'maria', 'lopez', 'maria lopez', 'RUIZ'],
  ['Zoë 👩‍💻 Ng', 'zoe', 'ng'],
]

describe('users are found by', () => {
  const ids = new Map<string, string>()
  beforeAll(async () => {
    for (const [i, [name]] of sought.entries()) {
      const { viewer, name: username } = members[i + 1] as Member
      ids.set(name, viewer.id)
      await rename(viewer.id, name, searchText(username, name))
    }
  })

  it.each(sought.flatMap(([name, ...queries]) => queries.map(q => [q, name] as const)))('%s in %s', async (q, name) => {
    expect((await found(q)).slice(0, 5)).toContain(ids.get(name))
  })

  it('letters that they have, and not by others, in scripts where each letter stands alone', async () => {
    for (const [q, name] of [
      ['太明', '山田太郎'],
      ['郎太', '山田太郎'],
      ['李華', '李明'],
    ] as const) {
      expect([q, await found(q)]).not.toEqual([q, expect.arrayContaining([ids.get(name)])])
    }
  })

  it('their name among followers as well', async () => {
    const [ann] = await people(app, ['ann'])
    const follower = ids.get('山田太郎') as string
    await insertFollow(app, follower, ann)
    for (const q of ['太郎', '田', '山田太郎']) {
      const { items } = await ann.client.call('users.followers', { username: ann.name, q })
      expect([q, items.map(({ id }) => id)]).toEqual([q, [follower]])
    }
  })
})

it('a name stored without search text is found once a worker has indexed it', async () => {
  const [first, last] = [members[100] as Member, members.at(-1) as Member]
  for (const { viewer, name } of [first, last]) await rename(viewer.id, '伊藤Ægir', `${name} 伊藤ægir`)
  // A user without a name, or without one any longer, is not found.
  await app.query(`update users set username = null, search = '' where id = ?`, [members[200]?.viewer.id])
  expect(await found('藤')).toEqual([])
  await app.engine.transact(async ctx => ctx.enqueue('names.index', { after: null }))
  await until(
    () => app.query(`select 1 from task where job = 'names.index'`),
    waiting => waiting.length === 0,
  )
  for (const q of ['藤', '伊藤', 'aegir']) {
    expect([q, new Set(await found(q))]).toEqual([q, new Set([first.viewer.id, last.viewer.id])])
  }
  expect(await app.query(`select search from users where id = ?`, [members[200]?.viewer.id])).toEqual([{ search: '' }])
})

it('a search uses an index for every script and length', async () => {
  // Written all at once, they would wait in the pending list of the index.
  const beside = untilTestEnds(await connectBeside(app.databaseUrl))
  await beside.query('vacuum (analyze) users')
  for (const text of ['明', '太 郎', '민', 'か', 'ж', 'aero', 'm']) {
    const plan = await app.query<Record<'QUERY PLAN', string>>(
      `explain select id from users where search like any(array['${text}%', '% ${text}%']) limit 1000`,
    )
    expect([text, plan.map(line => line['QUERY PLAN']).join('\n')]).toEqual([
      text,
      expect.stringContaining('Bitmap Index Scan on users_search'),
    ])
  }
})

const rename = (id: string, name: string, search: string) =>
  app.query('update users set full_name = ?, search = ? where id = ?', [name, search, id])

const found = async (q: string) =>
  (await app.run('users.search', { q }, { viewer: members[0]?.viewer ?? null, from: inside })).items.map(({ id }) => id)
