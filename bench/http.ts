import { openHttpConnection } from './support/http-connection.ts'
import { load, median, round } from './support/load.ts'
import { makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

/** Signed-in profile reads over 32 persistent connections; beside Hono with a token and one query. */
export async function measure(bench: Bench, milliseconds: number) {
  const users = await makeUsers(bench, 1000)
  await bench.sql.query('analyze')
  const bare = await bench.startBare('bench/bare/server.ts')
  const measureOn = async (url: string, path: string) => {
    const connections = await Promise.all(Array.from({ length: 32 }, () => openHttpConnection(url)))
    const figures = []
    for (let run = 0; run < 3; run += 1) {
      figures.push(
        await load(32, milliseconds / 3, (loop, turn) => {
          const { username } = users[(loop * 31 + turn) % users.length] as (typeof users)[number]
          return connections[loop]?.get(`${path}${username}`, users[loop]?.token ?? '') ?? Promise.reject()
        }),
      )
    }
    for (const connection of connections) connection.close()
    return median(figures)
  }
  const ours = await measureOn(bench.url, '/v1/users/')
  const theirs = await measureOn(bare.url, '/profile/')
  return { ...ours, bare: theirs, ratio: round(ours.perSecond / theirs.perSecond) }
}
