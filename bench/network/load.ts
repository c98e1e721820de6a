import type { Client } from 'pg'
import { streams } from '#contract'
import { entitiesOf, tagsOf } from '#contract/text-entities'
import { skeletonOf } from '#domain/accounts/user-names'
import { searchText } from '#domain/users/search-text'
import { type Cell, copyRows, withoutIndexes } from './copy.ts'
import { differentPeople, feedOf, type Network } from './network.ts'
import { manyOrFew, popular, randomFrom, uuidAt } from './shape.ts'

/** As in the product: posts of accounts with so many followers are merged into feeds when these are read. */
const largeFrom = 10_000
/** One person in five reads often; the feeds of the others are shorter, and their older posts are looked up where they are. */
const keptInFeeds = (person: number) => (person % 5 === 0 ? 500 : 100)

const day = 86_400_000
const kinds = { person: 1, post: 2, comment: 3, media: 4 }

export const isPrivate = (person: number) => person % 20 === 13
export const nameOf = (person: number) => `person${person}`
export const idOfPerson = ({ until }: Network, person: number) =>
  uuidAt(until - 400 * day + person, kinds.person, person)
export const idOfPost = ({ times }: Network, post: number) => uuidAt(times[post] ?? 0, kinds.post, post)

/** Fills the tables of a migrated, empty database. Returns how many rows went into each. */
export async function loadNetwork(
  client: Client,
  network: Network,
  seed: number,
  onTable: (table: string, rows: number, seconds: number) => void = () => {},
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const parts = partsOf(network, seed)
  // Foreign keys are not checked, and no trigger runs.
  await client.query('set session_replication_role = replica')
  await withoutIndexes(
    client,
    parts.map(part => part.table),
    async () => {
      for (const { table, columns, rows } of parts) {
        const started = performance.now()
        const count = await copyRows(client, table, columns, rows())
        counts[table] = count
        onTable(table, count, (performance.now() - started) / 1000)
      }
    },
  )
  await client.query(`insert into hashtag (tag, post_count)
    select tag, count(*) filter (where counted) from post_hashtag group by tag`)
  await client.query('set session_replication_role = default')
  await client.query('vacuum analyze')
  return counts
}

type Part = { table: string; columns: string[]; rows: () => Iterable<Cell[]> }

/** The tables in the order in which they are filled, with their rows one after the other. */
function partsOf(network: Network, seed: number): Part[] {
  const { sizes, until, authors, times, postsOf, followed, followers, likes, comments } = network
  const { people, posts } = sizes
  const personIds = Array.from({ length: people }, (_, place) => idOfPerson(network, place))
  const postIds = Array.from({ length: posts }, (_, place) => idOfPost(network, place))
  const published = Array.from(times, time => new Date(time).toISOString())
  const person = (place: number) => personIds[place] ?? ''
  const post = (place: number) => postIds[place] ?? ''
  const publishedAt = (place: number) => published[place] ?? ''
  const isLarge = (place: number) => (followers[place] ?? 0) >= largeFrom
  const random = (part: number) => randomFrom(seed * 100 + part)
  /** A moment after a post, soon rather than late. */
  const after = (draw: () => number, place: number) => {
    const since = times[place] ?? 0
    return since + Math.floor((until - since) * draw() ** 3)
  }

  function* users(): Iterable<Cell[]> {
    for (let one = 0; one < people; one += 1) {
      const name = nameOf(one)
      const fullName = `${firstNames[one % firstNames.length]} ${lastNames[(one * 7) % lastNames.length]}`
      const joined = new Date(until - 400 * day + one)
      yield [
        ...[person(one), name, skeletonOf(name), searchText(name, fullName), fullName, `${name}@example.org`],
        ...[joined, joined, 'done', isPrivate(one), isLarge(one)],
        ...[postsOf[one]?.length ?? 0, followers[one] ?? 0, followed[one]?.length ?? 0],
      ]
    }
  }

  function* logHeads(): Iterable<Cell[]> {
    for (let one = 0; one < people; one += 1) for (const stream of streams) yield [person(one), stream]
  }

  function* follows(): Iterable<Cell[]> {
    const draw = random(1)
    for (let one = 0; one < people; one += 1)
      for (const other of followed[one] ?? [])
        yield [
          person(one),
          person(other),
          'following',
          isLarge(other),
          new Date(until - Math.floor(380 * day * draw())),
        ]
  }

  const captions = captionsOf(sizes.tags, random(2))
  const captionAt = (place: number) =>
    captions[(place * 7919) % captions.length] ?? { text: '', entities: null, tags: [] }

  function* postRows(): Iterable<Cell[]> {
    for (let place = 0; place < posts; place += 1) {
      const at = publishedAt(place)
      const { text, entities } = captionAt(place)
      yield [
        ...[post(place), person(authors[place] ?? 0), text, entities, 'published'],
        ...[likes[place] ?? 0, comments[place] ?? 0, at, at],
      ]
    }
  }

  function* media(): Iterable<Cell[]> {
    for (let place = 0; place < posts; place += 1) {
      const id = uuidAt(times[place] ?? 0, kinds.media, place)
      const image = JSON.stringify({ ...photo, key: `photos/${id}` })
      yield [id, person(authors[place] ?? 0), 'ready', '', 500_000, image, false, publishedAt(place)]
    }
  }

  function* postMedia(): Iterable<Cell[]> {
    for (let place = 0; place < posts; place += 1) yield [post(place), 0, uuidAt(times[place] ?? 0, kinds.media, place)]
  }

  function* postTags(): Iterable<Cell[]> {
    for (let place = 0; place < posts; place += 1)
      for (const tag of captionAt(place).tags)
        yield [post(place), tag, publishedAt(place), !isPrivate(authors[place] ?? 0)]
  }

  function* postLikes(): Iterable<Cell[]> {
    const draw = random(3)
    for (let place = 0; place < posts; place += 1)
      for (const one of differentPeople(draw, people, likes[place] ?? 0))
        yield [post(place), person(one), new Date(after(draw, place))]
  }

  function* commentRows(): Iterable<Cell[]> {
    const draw = random(4)
    let number = 0
    for (let place = 0; place < posts; place += 1) {
      for (let i = 0; i < (comments[place] ?? 0); i += 1) {
        const at = after(draw, place)
        const id = uuidAt(at, kinds.comment, number++)
        yield [id, post(place), person(Math.floor(draw() * people)), 'What a light!', '[]', new Date(at)]
      }
    }
  }

  function* saves(): Iterable<Cell[]> {
    const draw = random(5)
    for (let one = 0; one < people; one += 1) {
      const saved = new Set<number>()
      for (let left = manyOrFew(draw, 10, 500); left > 0; left -= 1) saved.add(Math.floor(draw() * posts))
      for (const place of saved) yield [post(place), person(one), new Date(after(draw, place))]
    }
  }

  function* tagFollows(): Iterable<Cell[]> {
    const draw = random(6)
    for (let one = 0; one < people; one += 1) {
      const tags = new Set(Array.from({ length: manyOrFew(draw, 3, 50) }, () => tagAt(popular(draw, sizes.tags, 3))))
      for (const tag of tags) yield [person(one), tag, new Date(until - Math.floor(300 * day * draw()))]
    }
  }

  function* feeds(): Iterable<Cell[]> {
    for (let one = 0; one < people; one += 1)
      for (const place of feedOf(network, one, keptInFeeds(one), largeFrom))
        yield [person(one), post(place), person(authors[place] ?? 0), publishedAt(place)]
  }

  return [
    {
      table: 'users',
      columns: [
        ...['id', 'username', 'skeleton', 'search', 'full_name', 'email', 'verified_at', 'created_at', 'stage'],
        ...['is_private', 'is_large', 'post_count', 'follower_count', 'following_count'],
      ],
      rows: users,
    },
    { table: 'log_head', columns: ['user_id', 'stream'], rows: logHeads },
    {
      table: 'follow',
      columns: ['follower_id', 'followee_id', 'status', 'followee_large', 'created_at'],
      rows: follows,
    },
    {
      table: 'post',
      columns: [
        ...['id', 'author_id', 'caption', 'entities', 'status', 'like_count', 'comment_count'],
        ...['created_at', 'published_at'],
      ],
      rows: postRows,
    },
    {
      table: 'media',
      columns: ['id', 'owner_id', 'status', 'original_key', 'bytes', 'image', 'unchecked', 'created_at'],
      rows: media,
    },
    { table: 'post_media', columns: ['post_id', 'position', 'media_id'], rows: postMedia },
    { table: 'post_hashtag', columns: ['post_id', 'tag', 'published_at', 'counted'], rows: postTags },
    { table: 'post_like', columns: ['post_id', 'user_id', 'created_at'], rows: postLikes },
    {
      table: 'comment',
      columns: ['id', 'post_id', 'author_id', 'text', 'entities', 'created_at'],
      rows: commentRows,
    },
    { table: 'post_save', columns: ['post_id', 'user_id', 'created_at'], rows: saves },
    { table: 'hashtag_follow', columns: ['user_id', 'tag', 'created_at'], rows: tagFollows },
    { table: 'feed_entry', columns: ['owner_id', 'post_id', 'author_id', 'published_at'], rows: feeds },
  ]
}

export const tagAt = (place: number) => `${words[place % words.length]}${Math.floor(place / words.length) || ''}`

/** Captions with up to three hashtags, the first of them the most used. */
function captionsOf(tags: number, random: () => number) {
  return Array.from({ length: Math.min(50_000, tags * 20) }, (_, i) => {
    const chosen = Array.from({ length: i % 4 }, () => `#${tagAt(popular(random, tags, 3))}`)
    const text = [`${words[i % words.length]} in ${words[(i * 31) % words.length]} light`, ...chosen].join(' ')
    const entities = entitiesOf(text)
    return { text, entities: JSON.stringify(entities), tags: tagsOf(entities) }
  })
}

const words = ['dune', 'harbour', 'lantern', 'meadow', 'glacier', 'orchard', 'canyon', 'ferry', 'tram', 'bakery']
const firstNames = [
  'Ada',
  'Bo',
  'Carmen',
  'Dilnoza',
  'Emre',
  'Fatou',
  'Gita',
  'Hugo',
  'Ines',
  'Jun',
  'Kofi',
  'Lena',
  'Mei',
]
const lastNames = [
  'Adeyemi',
  'Berg',
  'Castro',
  'Dubois',
  'Eriksen',
  'Fujita',
  'Garcia',
  'Hansen',
  'Ito',
  'Johansson',
  'Kaya',
]

const photo = {
  ...{ width: 1200, height: 900, thumbhash: '3OcRJYB4d3h/iIeHeEh3eIhw+j2w' },
  variants: [
    { name: 'thumb', width: 320, height: 240, format: 'webp' },
    { name: 'small', width: 640, height: 480, format: 'webp' },
    { name: 'medium', width: 1080, height: 810, format: 'webp' },
    { name: 'large', width: 1200, height: 900, format: 'webp' },
    { name: 'large', width: 1200, height: 900, format: 'jpeg' },
  ],
}
