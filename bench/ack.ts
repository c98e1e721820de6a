import { ask, connectAll, load, median, round } from './support/load.ts'
import { makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

/** Round trips of an operation without a query, by 50 clients; beside the bare acknowledgement of Socket.IO. */
export async function measure(bench: Bench, milliseconds: number) {
  const users = await makeUsers(bench, 50)
  const bare = await bench.startBare('bench/bare/server.ts')
  const payload = { postId: users[0]?.id ?? '' }
  const measureOn = async (url: string, event: string) => {
    const sockets = await connectAll(
      url,
      'posts',
      users.map(user => user.token),
    )
    const figures = []
    for (let run = 0; run < 3; run += 1) {
      figures.push(
        await load(50, milliseconds / 3, loop => ask(sockets[loop] as (typeof sockets)[number], event, payload)),
      )
    }
    for (const socket of sockets) socket.close()
    return median(figures)
  }
  const ours = await measureOn(bench.url, 'posts.unwatch')
  const theirs = await measureOn(bare.url, 'echo')
  return { ...ours, bare: theirs, ratio: round(ours.perSecond / theirs.perSecond) }
}
