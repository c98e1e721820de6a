import { Client } from 'pg'
import { beforeAll, expect, it } from 'vitest'
import { type Operation, operations } from '#contract'
import { useApp } from '#support/app/use-app'
import { notRead, type Reading, readLists } from '../../bench/network/check.ts'
import { loadNetwork } from '../../bench/network/load.ts'
import { drawNetwork, type Network } from '../../bench/network/network.ts'
import { sizesOf } from '../../bench/network/shape.ts'

const app = useApp({ env: { WORKERS: 'off' } })
const seed = 7
let network: Network
let readings: Reading[]
beforeAll(async () => {
  network = drawNetwork(sizesOf(0.01), seed)
  const client = new Client({ connectionString: app.databaseUrl })
  await client.connect()
  await loadNetwork(client, network, seed)
  await client.end()
  // PostgreSQL prefers to read tables of this size whole; at size it does not: see `npm run bench:seed -- --check`.
  readings = await readLists(
    app,
    app.databaseUrl,
    network,
    '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off',
  )
})

it('a page of any list reads rows in proportion to the page and to what its viewer follows', () => {
  expect(readings.filter(({ rows, bound }) => rows > bound)).toEqual([])
})

it('every paged list is read, or there is a reason not to', () => {
  const lists = Object.entries<Operation>(operations).filter(([, { output }]) => 'nextCursor' in output.shape)
  const read = readings.map(({ operation }) => operation.split(' ')[0])
  expect(new Set([...read, ...Object.keys(notRead)])).toEqual(new Set(lists.map(([name]) => name)))
})

it('the counts of the network for benchmarks equal its rows', async () => {
  const [wrong] = await app.query<Record<string, number>>(`select
    (select count(*)::int from users where post_count <> (select count(*) from post where author_id = users.id)
      or follower_count <> (select count(*) from follow where followee_id = users.id)
      or following_count <> (select count(*) from follow where follower_id = users.id)) as users,
    (select count(*)::int from post where like_count <> (select count(*) from post_like where post_id = post.id)
      or comment_count <> (select count(*) from comment where post_id = post.id)) as posts`)
  expect(wrong).toEqual({ users: 0, posts: 0 })
  const [rows] = await app.query<Record<string, number>>(
    'select (select count(*)::int from users) as people, (select count(*)::int from post) as posts',
  )
  expect(rows).toMatchObject({ posts: 10_000 })
  expect(rows?.people).toBe(network.sizes.people)
})
