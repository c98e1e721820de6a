import { idOfPerson, loadNetwork } from './network/load.ts'
import { drawNetwork, type Network } from './network/network.ts'
import { sizesOf } from './network/shape.ts'
import { openHttpConnection } from './support/http-connection.ts'
import { alternate, load } from './support/load.ts'
import { processorTime } from './support/processor-time.ts'
import type { Bench } from './support/servers.ts'

const rounds = 5
const readers = 32
const seed = 7

/**
 * First pages of the home feed over 32 persistent connections, of people who follow about 200 and of those who follow the most, among
 * 5,000 people with 50,000 posts; in turn with Hono, a token and one query for the same posts.
 */
export async function measure(bench: Bench, milliseconds: number) {
  const network = drawNetwork(sizesOf(0.05), seed)
  await loadNetwork(bench.sql, network, seed)
  const bare = await bench.startBare('bench/bare/server.ts')
  const connect = (url: string) => Promise.all(Array.from({ length: readers }, () => openHttpConnection(url)))
  const [ours, theirs] = [await connect(bench.url), await connect(bare.url)]
  const results: Record<string, unknown> = {}
  for (const [name, people] of Object.entries(groupsOf(network))) {
    const tokens = await signIn(bench, network, people)
    const read =
      ({ child }: Bench['server'], connections: typeof ours, path: string) =>
      () =>
        processorTime(bench, child.pid ?? 0, () =>
          load(readers, milliseconds / rounds, loop =>
            (connections[loop] as (typeof ours)[number]).get(path, tokens[loop] ?? ''),
          ),
        )
    results[name] = await alternate(rounds, read(bench.server, ours, '/v1/feed'), { bare: read(bare, theirs, '/feed') })
  }
  for (const one of [...ours, ...theirs]) one.close()
  return results
}

/** Those who follow about 200, and those who follow the most. */
function groupsOf({ followed, sizes }: Network) {
  const count = (place: number) => followed[place]?.length ?? 0
  const byCount = Array.from({ length: sizes.people }, (_, place) => place).sort((a, b) => count(a) - count(b))
  const from = byCount.findIndex(place => count(place) >= 200)
  const groups = [byCount.slice(from, from + readers), byCount.slice(-readers)]
  return Object.fromEntries(groups.map(people => [`following ${count(people[readers / 2] ?? 0)}`, people]))
}

async function signIn({ sql, credentials }: Bench, network: Network, people: readonly number[]) {
  const { rows } = await sql.query<{ id: string; user_id: string }>(
    `insert into session (user_id, expires_at) select unnest($1::uuid[]), now() + interval '1 day' returning id, user_id`,
    [people.map(place => idOfPerson(network, place))],
  )
  return rows.map(({ id, user_id }) => credentials.signAccess({ userId: user_id, sessionId: id, stage: 'done' }).token)
}
